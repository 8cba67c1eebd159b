namespace HmacKit.Contracts;

/// <summary>Work that begins on several threads at one moment.</summary>
public static class Simultaneous
{
    /// <summary>Runs the work on this many threads of its own, and waits for all.</summary>
    public static Task Run(int threads, Func<int, Task> work)
    {
        var barrier = new Barrier(threads);
        return Task.WhenAll(Enumerable.Range(0, threads).Select(thread => Task.Factory.StartNew(
            () =>
            {
                barrier.SignalAndWait();
                return work(thread);
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default).Unwrap()));
    }
}
