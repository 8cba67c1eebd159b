using System.Data.Common;
using System.Text;
using HmacKit.Webhooks.Tests.Databases;

namespace HmacKit.Webhooks.Tests.Inbox;

/// <summary>What holds for an inbox in every database.</summary>
public abstract class InboxStoreContract : IAsyncLifetime
{
    private const string Endpoint = "/hook";

    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Until = Now.AddSeconds(30);

    private TestDatabase _database = null!;
    private SqlInboxStore _store = null!;

    public Task InitializeAsync()
    {
        _database = CreateDatabase();
        _store = new SqlInboxStore(_database.Open());
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await _database.DisposeAsync();

    [Fact]
    public async Task What_was_taken_in_comes_out_as_it_was()
    {
        InboxMessage message = Message("evt_1") with { OrderKey = "a", Trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01" };
        Assert.True(await _store.AddAsync(message));
        LeasedMessage taken = Assert.Single(await TakeAsync());
        Assert.Equal(message.Event.Body.ToArray(), taken.Message.Event.Body.ToArray());
        Assert.Equal((message.Event.Id, message.Event.Type, message.Event.Scheme, message.Event.KeyId, message.Event.SignedAt, message.Event.ReceivedAt), (taken.Message.Event.Id, taken.Message.Event.Type, taken.Message.Event.Scheme, taken.Message.Event.KeyId, taken.Message.Event.SignedAt, taken.Message.Event.ReceivedAt));
        Assert.Equal((message.OrderKey, message.Trace, message.KeepUntil, 1, "ping"), (taken.Message.OrderKey, taken.Message.Trace, taken.Message.KeepUntil, taken.Message.Event.Attempt, taken.Message.Event.UnsignedHeaders["x-event"]));
    }

    [Fact]
    public async Task Of_equal_events_that_come_at_once_to_two_processes_one_is_taken_in()
    {
        var other = new SqlInboxStore(_database.Open());
        bool[] added = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => (i % 2 == 0 ? _store : other).AddAsync(Message("evt_" + (i % 20)))));
        Assert.Equal(20, added.Count(static isNew => isNew));
        Assert.Equal(20, (await TakeAsync(1000)).Count);
    }

    [Fact]
    public async Task Another_endpoint_scheme_or_key_has_events_of_its_own_and_what_nothing_tells_apart_is_never_the_same()
    {
        InboxMessage message = Message("evt_1");
        Assert.True(await _store.AddAsync(message));
        Assert.True(await _store.AddAsync(message with { Endpoint = "/other" }));
        Assert.True(await _store.AddAsync(message with { Event = message.Event with { Scheme = "other" } }));
        Assert.True(await _store.AddAsync(message with { Event = message.Event with { KeyId = "other" } }));
        Assert.True(await _store.AddAsync(message with { Identity = null }));
        Assert.True(await _store.AddAsync(message with { Identity = null }));
        Assert.False(await _store.AddAsync(message with { Event = message.Event with { Body = "other"u8.ToArray() } }));
    }

    [Fact]
    public async Task What_one_has_taken_nobody_else_gets_until_its_lease_is_over()
    {
        await _store.AddAsync(Message("evt_1"));
        LeasedMessage first = Assert.Single(await TakeAsync());
        Assert.Empty(await _store.TakeAsync(Endpoint, 10, Until.AddMilliseconds(-1), Until));
        Assert.True(await _store.RenewAsync(first, Until.AddSeconds(30)));
        Assert.Empty(await _store.TakeAsync(Endpoint, 10, Until, Until));
        LeasedMessage second = Assert.Single(await _store.TakeAsync(Endpoint, 10, Until.AddSeconds(30), Until.AddMinutes(1)));
        Assert.Equal(2, second.Message.Event.Attempt);

        // The first one was paused for too long, and comes back.
        Assert.False(await _store.RenewAsync(first, Until.AddHours(1)));
        Assert.False(await _store.CompleteAsync(first, null, Until));
        Assert.False(await _store.BuryAsync(first, "too late", Until));
        await _store.ReturnAsync(first, Now, counts: true, "too late");
        Assert.True(await _store.CompleteAsync(second, null, Until));
        Assert.False(await _store.CompleteAsync(second, null, Until));
    }

    [Fact]
    public async Task Takers_in_two_processes_never_get_the_same_event()
    {
        var other = new SqlInboxStore(_database.Open());
        await Task.WhenAll(Enumerable.Range(0, 100).Select(i => _store.AddAsync(Message("evt_" + i))));
        IReadOnlyList<LeasedMessage>[] taken = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(() => (i % 2 == 0 ? _store : other).TakeAsync(Endpoint, 5, Now, Until))));
        long[] ids = [.. taken.SelectMany(static list => list).Select(static message => message.Id)];
        Assert.Equal(100, ids.Distinct().Count() + (await TakeAsync(1000)).Count);
        Assert.Equal(ids.Distinct().Count(), ids.Length);
    }

    [Fact]
    public async Task A_handler_s_transaction_and_the_end_of_its_event_are_one()
    {
        WebhookDatabase database = _store.Database;
        await _store.PrepareAsync();
        await _database.RunAsync("CREATE TABLE {p}effect (id TEXT)");
        await _store.AddAsync(Message("evt_1"));
        LeasedMessage message = Assert.Single(await TakeAsync());
        await using (WriteTransaction undone = await database.BeginAsync(default))
        {
            await undone.Transaction.RunAsync($"INSERT INTO {_database.Prefix}effect VALUES ('a')", default);
            Assert.True(await _store.CompleteAsync(message, undone.Transaction, Now));
        }

        Assert.Equal(new InboxCounts(1, 0), await _store.CountAsync());
        Assert.Equal(0L, await _database.RunAsync("SELECT count(*) FROM {p}effect"));
        await using (WriteTransaction done = await database.BeginAsync(default))
        {
            await done.Transaction.RunAsync($"INSERT INTO {_database.Prefix}effect VALUES ('a')", default);
            Assert.True(await _store.CompleteAsync(message, done.Transaction, Now));
            await done.CommitAsync(default);
        }

        Assert.Equal(new InboxCounts(0, 0), await _store.CountAsync());
        Assert.Equal(1L, await _database.RunAsync("SELECT count(*) FROM {p}effect"));
    }

    [Fact]
    public async Task Events_of_one_order_key_come_one_after_the_other_and_hold_up_no_others()
    {
        foreach (string id in (string[])["a1", "b1", "a2", "a3", "c"])
        {
            await _store.AddAsync(Message(id) with { OrderKey = id == "c" ? null : id[..1] });
        }

        IReadOnlyList<LeasedMessage> first = await TakeAsync();
        Assert.Equal(["a1", "b1", "c"], Ids(first));
        Assert.Empty(await TakeAsync());
        await _store.ReturnAsync(first[0], Now.AddSeconds(10), counts: true, "no");
        Assert.Empty(await TakeAsync());
        LeasedMessage again = Assert.Single(await _store.TakeAsync(Endpoint, 10, Now.AddSeconds(10), Until));
        Assert.Equal("a1", again.Message.Event.Id);
        await _store.CompleteAsync(again, null, Now);
        Assert.Equal(["a2"], Ids(await TakeAsync()));
    }

    [Fact]
    public async Task A_dead_letter_is_listed_resent_and_cleared()
    {
        await _store.AddAsync(Message("evt_1"));
        await _store.AddAsync(Message("evt_2"));
        foreach (LeasedMessage message in await TakeAsync())
        {
            Assert.True(await _store.BuryAsync(message, "InvalidOperationException: no", Now));
        }

        Assert.Empty(await _store.TakeAsync(Endpoint, 10, Now.AddDays(1), Until));
        IReadOnlyList<DeadMessage> dead = await _store.ListDeadAsync();
        Assert.Equal(["evt_1", "evt_2"], dead.Select(static letter => letter.Message.Event.Id));
        Assert.Equal(("InvalidOperationException: no", Now, 1), (dead[0].Error, dead[0].EndedAt, dead[0].Message.Event.Attempt));
        Assert.Equal("{}", Encoding.UTF8.GetString(dead[0].Message.Event.Body.Span));
        Assert.Equal("evt_2", Assert.Single(await _store.ListDeadAsync(dead[0].Id)).Message.Event.Id);

        Assert.Equal(1, await _store.ResendAsync(dead[0].Id, Now));
        LeasedMessage again = Assert.Single(await TakeAsync());
        Assert.Equal(("evt_1", 1), (again.Message.Event.Id, again.Message.Event.Attempt));
        Assert.Equal(0, await _store.ResendAsync(dead[0].Id, Now));
        Assert.Equal(1, await _store.ClearAsync(null, Now));
        Assert.Empty(await _store.ListDeadAsync());

        // It is known for as long as any other.
        Assert.False(await _store.AddAsync(Message("evt_2")));
    }

    [Fact]
    public async Task What_is_done_is_forgotten_after_its_time_and_nothing_else_is()
    {
        await _store.AddAsync(Message("done"));
        await _store.CompleteAsync(Assert.Single(await TakeAsync()), null, Now);
        await _store.AddAsync(Message("waiting"));
        Assert.Equal(0, await _store.ForgetAsync(Now.AddHours(24).AddMilliseconds(-1)));
        Assert.False(await _store.AddAsync(Message("done")));
        Assert.Equal(1, await _store.ForgetAsync(Now.AddHours(24)));
        Assert.True(await _store.AddAsync(Message("done")));
        Assert.Equal(0, await _store.ForgetAsync(Now.AddDays(365)));
    }

    [Fact]
    public async Task Several_processes_that_start_at_once_make_the_tables_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => _database.Open().PrepareAsync())));
        Assert.True(await _store.AddAsync(Message("evt_1")));
    }

    [Fact]
    public async Task Whatever_characters_a_text_has_it_is_kept_and_what_came_with_it_too()
    {
        // PostgreSQL has no text with a zero character, and none with half of a surrogate pair.
        InboxMessage odd = Message("evt_1") with { OrderKey = "a\0b\ud83d" };
        bool[] added = await Task.WhenAll(_store.AddAsync(odd), _store.AddAsync(Message("evt_2")));
        Assert.Equal([true, true], added);
        IReadOnlyList<LeasedMessage> taken = await TakeAsync();
        Assert.Equal(2, taken.Count);
        await _store.ReturnAsync(taken[0], Now, counts: true, "no\0 \ud83d");
        Assert.True(await _store.BuryAsync(taken[1], "no\0 \ud83d", Now));
        Assert.Equal("no\ufffd \ufffd", Assert.Single(await _store.ListDeadAsync()).Error);
    }

    protected abstract TestDatabase CreateDatabase();

    private static IEnumerable<string?> Ids(IEnumerable<LeasedMessage> messages) => messages.Select(static message => message.Message.Event.Id);

    private Task<IReadOnlyList<LeasedMessage>> TakeAsync(int max = 100) => _store.TakeAsync(Endpoint, max, Now, Until);

    private static InboxMessage Message(string id) => new(
        Endpoint,
        new WebhookEvent
        {
            Scheme = "onering",
            KeyId = "key",
            Id = id,
            Type = "draft.published",
            Body = "{}"u8.ToArray(),
            SignedAt = Now.AddSeconds(-2),
            ReceivedAt = Now,
            UnsignedHeaders = new Dictionary<string, string> { ["X-Event"] = "ping" },
        },
        id)
    { KeepUntil = Now.AddHours(24) };
}

public sealed class SqliteInboxStoreTests : InboxStoreContract
{
    protected override TestDatabase CreateDatabase() => new SqliteTestDatabase();
}

[Collection(PostgresTests.Name)]
public sealed class PostgresInboxStoreTests(PostgresServer server) : InboxStoreContract
{
    protected override TestDatabase CreateDatabase() => new PostgresTestDatabase(server);
}
