# frozen_string_literal: true

# Enqueues JOBS no-op jobs, spread over the queues named in QUEUES.
require 'sidekiq'

queues = ENV.fetch('QUEUES').split(',')
jobs = Integer(ENV.fetch('JOBS'))
payload = { 'conversationId' => 1, 'accountId' => 17, 'event' => 'message_created' }
queues.each do |queue|
  (jobs / queues.size).times.each_slice(1000) do |slice|
    args = slice.map { [payload] }
    Sidekiq::Client.push_bulk('class' => 'NoopJob', 'queue' => queue, 'args' => args)
  end
end
