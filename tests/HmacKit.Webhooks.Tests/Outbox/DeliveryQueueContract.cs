using System.Globalization;
using HmacKit.Webhooks.Tests.Databases;

namespace HmacKit.Webhooks.Tests.Outbox;

/// <summary>Who is served where one subscription has more waiting than anybody looks at.</summary>
public abstract class DeliveryQueueContract : IAsyncLifetime
{
    private const int Backlog = 2_500;

    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeMilliseconds(1_800_000_000_000);

    private TestDatabase _database = null!;
    private DeliveryQueue _queue = null!;

    public async Task InitializeAsync()
    {
        _database = CreateDatabase();
        WebhookDatabase database = _database.Open();
        await database.PrepareAsync();
        _queue = new DeliveryQueue(database);
        await _database.RunAsync("INSERT INTO {p}message (id, owner, event_type, content_type, body, created_at) VALUES ('m', 'o', 't', 'application/json', '', 0)");
        await _database.RunAsync(
            $$"""
            INSERT INTO {p}delivery (message_id, subscription_id, due_at, created_at)
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {{Backlog}}) SELECT 'm', 'wh_5', i, i FROM n
            """);
        await SubscribeAsync("wh_5");
    }

    public Task DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task Behind_a_backlog_of_one_that_is_busy_the_others_are_found()
    {
        await AddAsync("wh_1", 1_000_000, 1_000_001);
        await AddAsync("wh_9", 1_000_002);
        Assert.Equal(["wh_1", "wh_9"], await TakeAsync(10, "wh_5"));
        Assert.Equal(["wh_1"], await TakeAsync(10, "wh_5"));
        Assert.Empty(await TakeAsync(10, "wh_5"));
    }

    [Fact]
    public async Task A_backlog_of_one_that_is_not_busy_takes_one_place()
    {
        await AddAsync("wh_1", 1_000_000);
        await AddAsync("wh_9", 1_000_001);
        Assert.Equal(["wh_1", "wh_5", "wh_9"], await TakeAsync(3));
    }

    [Fact]
    public async Task Subscriptions_behind_a_backlog_take_turns()
    {
        foreach (string subscription in (string[])["wh_1", "wh_2", "wh_8", "wh_9"])
        {
            await AddAsync(subscription, 1_000_000, 1_000_001, 1_000_002);
        }

        var order = new List<string>();
        for (int i = 0; i < 12; i++)
        {
            order.AddRange(await TakeAsync(1, "wh_5"));
        }

        Assert.Equal(Enumerable.Repeat((string[])["wh_1", "wh_2", "wh_8", "wh_9"], 3).SelectMany(round => round), order);
    }

    [Fact]
    public async Task What_is_not_due_yet_is_not_taken_behind_a_backlog_either()
    {
        await AddAsync("wh_9", Now.ToUnixTimeMilliseconds() + 1);
        Assert.Empty(await TakeAsync(10, "wh_5"));
    }

    [Fact]
    public async Task More_subscriptions_than_one_query_looks_at_are_all_found()
    {
        for (int i = 0; i < 3; i++)
        {
            await _database.RunAsync(
                $$"""
                INSERT INTO {p}delivery (message_id, subscription_id, due_at, created_at)
                WITH RECURSIVE n(i) AS (SELECT 1000 UNION ALL SELECT i + 1 FROM n WHERE i < 1999) SELECT 'm', 'wh_{{i}}' || i, {{Now.ToUnixTimeMilliseconds() + 1}}, 0 FROM n
                """);
        }

        await AddAsync("wh_9", 1_000_000);
        await AddAsync("wh_0", 1_000_001);
        Assert.Equal(["wh_0", "wh_9"], await TakeAsync(10, "wh_5"));
        await AddAsync("wh_4", 1_000_002);
        Assert.Equal(["wh_4"], await TakeAsync(10, "wh_5"));
    }

    protected abstract TestDatabase CreateDatabase();

    private async Task AddAsync(string subscription, params long[] due)
    {
        await SubscribeAsync(subscription);
        foreach (long at in due)
        {
            await _database.RunAsync(string.Create(CultureInfo.InvariantCulture, $"INSERT INTO {{p}}delivery (message_id, subscription_id, due_at, created_at) VALUES ('m', '{subscription}', {at}, 0)"));
        }
    }

    private Task SubscribeAsync(string id) =>
        _database.RunAsync($"INSERT INTO {{p}}subscription (id, owner, url, events, policy, secrets, status, created_at) VALUES ('{id}', 'o', 'https://example.com/', '[\"*\"]', 'p', 's', 1, 0)");

    private async Task<IEnumerable<string>> TakeAsync(int max, params string[] busy) =>
        (await _queue.TakeAsync(max, 1, [], busy, Now, Now + TimeSpan.FromMinutes(1), default)).Select(due => due.Subscription.Id).Order(StringComparer.Ordinal);
}

public sealed class SqliteDeliveryQueueTests : DeliveryQueueContract
{
    protected override TestDatabase CreateDatabase() => new SqliteTestDatabase();
}

[Collection(PostgresTests.Name)]
public sealed class PostgresDeliveryQueueTests(PostgresServer server) : DeliveryQueueContract
{
    protected override TestDatabase CreateDatabase() => new PostgresTestDatabase(server);
}
