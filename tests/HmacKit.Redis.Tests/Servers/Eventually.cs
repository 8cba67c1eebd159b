namespace HmacKit.Redis.Tests.Servers;

/// <summary>For what another process does in its own time: asks again until it holds, and fails after 20 seconds.</summary>
internal static class Eventually
{
    public static async Task Holds(Func<Task<bool>> condition)
    {
        for (int i = 0; i < 1000; i++)
        {
            if (await condition())
            {
                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20));
        }

        Assert.Fail("What was waited for didn't come.");
    }
}
