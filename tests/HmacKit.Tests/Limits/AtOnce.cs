namespace HmacKit.Tests.Limits;

/// <summary>Threads of their own that all begin at one moment: the pool's might run one after the other.</summary>
internal static class AtOnce
{
    public static void Run(int count, Action<int> work)
    {
        using var barrier = new Barrier(count);
        Exception? failure = null;
        Thread[] threads = [.. Enumerable.Range(0, count).Select(thread => new Thread(() =>
        {
            barrier.SignalAndWait();
            try
            {
                work(thread);
            }
            catch (Exception exception)
            {
                failure = exception;
            }
        }))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        Assert.Null(failure);
    }
}
