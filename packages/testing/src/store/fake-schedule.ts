import {
  planInstall,
  redeclare,
  type ClaimAnswer,
  type DeclaredEntry,
  type EntryRun,
  type EntryStatus,
  type InstallReport,
  type ScheduleHead,
  type ScheduleStore,
  type StoredEntry,
  type TickClaim,
} from '@drover/core';

/** The schedule of a fake store. */
export class FakeSchedule implements ScheduleStore {
  readonly #entries = new Map<string, StoredEntry>();
  #version = 0;
  #fingerprint: string | undefined;

  async head(): Promise<ScheduleHead> {
    return {
      version: String(this.#version),
      ...(this.#fingerprint !== undefined && { fingerprint: this.#fingerprint }),
    };
  }

  async entries(): Promise<readonly StoredEntry[]> {
    return [...this.#entries.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
  }

  async install(
    declared: readonly DeclaredEntry[],
    { fingerprint, now }: { fingerprint: string; now: number },
  ): Promise<InstallReport> {
    this.#fingerprint = fingerprint;
    const { entries, report } = planInstall([...this.#entries.values()], declared, now);
    for (const name of report.removed) this.#entries.delete(name);
    for (const entry of entries) this.#entries.set(entry.name, entry);
    if (report.added.length + report.changed.length + report.removed.length > 0) this.#version += 1;
    return report;
  }

  async put(entry: DeclaredEntry, how: 'add' | 'change', now: number): Promise<boolean> {
    const before = this.#entries.get(entry.name);
    if (how === 'add' ? before : before?.source !== 'code') return false;
    this.#write(redeclare(before, entry, now));
    return true;
  }

  async remove(name: string): Promise<boolean> {
    const removed = this.#entries.delete(name);
    if (removed) this.#version += 1;
    return removed;
  }

  async setStatus(name: string, status: EntryStatus, now: number): Promise<boolean> {
    const entry = this.#entries.get(name);
    if (!entry) return false;
    if (entry.status !== status) this.#write({ ...entry, status, since: now });
    return true;
  }

  async claim({ name, revision, tick, now, patience }: TickClaim): Promise<ClaimAnswer> {
    const entry = this.#entries.get(name);
    if (entry?.revision !== revision || entry.status !== 'enabled' || tick <= entry.since)
      return 'stale';
    const { lastTick = -1, open } = entry;
    const claim = open.find((each) => each.tick === tick);
    if (tick <= lastTick && !claim) return 'taken';
    if (tick <= lastTick && claim && now - claim.at < patience) return 'open';
    this.#entries.set(name, {
      ...entry,
      lastTick: Math.max(tick, lastTick),
      open: [...open.filter((each) => each.tick !== tick), { tick, at: now }],
    });
    return 'granted';
  }

  async settle(name: string, run: EntryRun): Promise<void> {
    const entry = this.#entries.get(name);
    if (!entry) return;
    const open = entry.open.filter(({ tick }) => tick !== run.tick);
    this.#entries.set(name, { ...entry, open, lastRun: run });
  }

  #write(entry: StoredEntry): void {
    this.#entries.set(entry.name, entry);
    this.#version += 1;
  }
}
