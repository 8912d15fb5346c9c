# frozen_string_literal: true

# A no-op job for Sidekiq, and the time a process takes for JOBS of them, first to last.
require 'sidekiq'

class NoopJob
  include Sidekiq::Worker

  LOCK = Mutex.new
  JOBS = Integer(ENV.fetch('JOBS'))
  @performed = 0

  class << self
    attr_accessor :performed, :started_at
  end

  def perform(_payload)
    LOCK.synchronize do
      self.class.started_at ||= now
      self.class.performed += 1
      finish if self.class.performed == JOBS
    end
  end

  private

  def now
    Process.clock_gettime(Process::CLOCK_MONOTONIC)
  end

  def finish
    $stdout.puts("SECONDS #{now - self.class.started_at}")
    $stdout.flush
  end
end
