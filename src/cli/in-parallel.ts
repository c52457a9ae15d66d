/** Does work for each item, for so many at a time, until `stop` is aborted. Work that throws aborts it, and is thrown on when all have ended. */
export async function inParallel<Item>(
  jobs: number,
  items: readonly Item[],
  stop: AbortController,
  work: (item: Item, index: number) => Promise<void>,
): Promise<void> {
  const queue = items.entries();
  const worker = async () => {
    for (const [index, item] of queue) {
      if (stop.signal.aborted) return;
      await work(item, index);
    }
  };
  const watched = async () => {
    try {
      await worker();
    } catch (error) {
      stop.abort();
      throw error;
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: Math.min(jobs, items.length) }, watched));
  for (const end of ended) if (end.status === "rejected") throw end.reason;
}
