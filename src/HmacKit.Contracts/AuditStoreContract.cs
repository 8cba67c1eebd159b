namespace HmacKit.Contracts;

/// <summary>What any <see cref="AuditStore"/> must do. Derive from it and make a store.</summary>
public abstract class AuditStoreContract
{
    /// <summary>The clock of the trail.</summary>
    protected ManualTimeProvider Clock { get; } = new();

    /// <summary>A store with nothing in it, with room for ten thousand rows.</summary>
    protected abstract Task<AuditStore> CreateStoreAsync();

    [Fact]
    public async Task What_is_written_is_there_in_its_order_and_follows_each_other()
    {
        AuditStore store = await CreateStoreAsync();
        await WriteAsync(store, 600);
        List<string> lines = await ReadAsync(store);
        Assert.Equal(600, lines.Count);
        for (int i = 0; i < lines.Count; i++)
        {
            Assert.Contains($"\"target\":\"GET /{i}\"", lines[i], StringComparison.Ordinal);
        }

        AssertIntact(lines, 1, 600);
    }

    [Fact]
    public async Task A_trail_goes_on_where_the_last_one_ended()
    {
        AuditStore store = await CreateStoreAsync();
        await WriteAsync(store, 3);
        await WriteAsync(store, 4);
        AssertIntact(await ReadAsync(store), 1, 7);
        Assert.Equal(2, (await ReadAsync(store, after: 5)).Count);
    }

    [Fact]
    public async Task Trails_that_write_at_once_make_one_chain()
    {
        AuditStore store = await CreateStoreAsync();
        await Simultaneous.Run(4, _ => WriteAsync(store, 100));
        AssertIntact(await ReadAsync(store), 1, 400);
    }

    [Fact]
    public async Task The_oldest_are_forgotten_and_the_rest_still_follow_each_other()
    {
        AuditStore store = await CreateStoreAsync();
        await WriteAsync(store, 5);
        Clock.Advance(TimeSpan.FromDays(1));
        await WriteAsync(store, 5);
        DateTimeOffset before = Clock.GetUtcNow();
        Assert.Equal(3, await store.ForgetAsync(before, 3));
        Assert.Equal(2, await store.ForgetAsync(before, 100));
        Assert.Equal(0, await store.ForgetAsync(before, 100));
        AssertIntact(await ReadAsync(store), 6, 10);
        Assert.Equal(4, await store.ForgetAsync(before + TimeSpan.FromDays(1), 100)); // never the last one
        await WriteAsync(store, 1);
        AssertIntact(await ReadAsync(store), 10, 11);
    }

    [Fact]
    public async Task Texts_of_every_kind_come_back_to_the_letter()
    {
        AuditStore store = await CreateStoreAsync();
        string[] texts = ["\0", "\u4f60\u597d", "\ud83d\ude00", "\ud800", "\"},\"hash\":\"", "'; DROP TABLE audit; --", "\n\r\t", new string('x', 5000), ""];
        await using (var trail = new AuditTrail(store, new() { TimeProvider = Clock }))
        {
            foreach (string text in texts)
            {
                trail.TryWrite(new AuditEntry { Action = text, Outcome = text, KeyId = text, Owner = text, Address = text, Target = text, Scheme = text });
            }
        }

        AssertIntact(await ReadAsync(store), 1, texts.Length);
    }

    private async Task WriteAsync(AuditStore store, int count)
    {
        await using var trail = new AuditTrail(store, new() { TimeProvider = Clock });
        for (int i = 0; i < count; i++)
        {
            Assert.True(trail.TryWrite(new AuditEntry { Action = "request", Outcome = "valid", KeyId = "key", Target = $"GET /{i}" }));
        }
    }

    private static async Task<List<string>> ReadAsync(AuditStore store, long after = 0)
    {
        var lines = new List<string>();
        await foreach (string line in store.ReadAsync(after))
        {
            lines.Add(line);
        }

        return lines;
    }

    private static void AssertIntact(List<string> lines, long first, long last)
    {
        var chain = new AuditChain();
        Assert.All(lines, line => Assert.Null(chain.Check(line)));
        Assert.Equal((first, last, last - first + 1), (chain.FirstNumber, chain.LastNumber, chain.Count));
    }
}
