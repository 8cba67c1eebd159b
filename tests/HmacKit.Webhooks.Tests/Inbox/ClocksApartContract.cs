using System.Data.Common;
using HmacKit.Webhooks.Tests.Databases;
using Microsoft.Extensions.DependencyInjection;

namespace HmacKit.Webhooks.Tests.Inbox;

/// <summary>Two machines over one database, of which one is an hour ahead: to it, each lease of the other one is over.</summary>
public abstract class ClocksApartContract : IAsyncLifetime
{
    private const string Endpoint = "/hook";

    private readonly List<ServiceProvider> _machines = [];
    private TestDatabase _database = null!;

    public async Task InitializeAsync()
    {
        _database = CreateDatabase();
        await _database.Open().PrepareAsync();
        await _database.RunAsync("CREATE TABLE {p}effect (id TEXT)");
    }

    public async Task DisposeAsync()
    {
        foreach (ServiceProvider machine in _machines)
        {
            await machine.DisposeAsync();
        }

        await _database.DisposeAsync();
    }

    [Fact]
    public async Task What_is_written_in_the_event_s_transaction_is_written_once()
    {
        WebhookInbox slow = Start(TimeSpan.Zero, TimeSpan.FromMilliseconds(20));
        WebhookInbox ahead = Start(TimeSpan.FromHours(1), TimeSpan.FromMilliseconds(1));
        string[] ids = [.. Enumerable.Range(0, 60).Select(static i => $"evt_{i:00}")];
        foreach (string id in ids)
        {
            Assert.Equal(InboxOutcome.Accepted, await slow.OfferAsync(Message(id)));
            Assert.Equal(InboxOutcome.Repeated, await ahead.OfferAsync(Message(id)));
        }

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while ((await slow.Store.CountAsync()).Waiting > 0)
        {
            Assert.False(patience.IsCancellationRequested, "It didn't come to an end.");
            await Task.Delay(20);
        }

        await using DbConnection connection = await _database.ConnectionAsync();
        Assert.Equal(ids, await connection.QueryAsync(null, $"SELECT id FROM {_database.Prefix}effect ORDER BY id", static row => row.GetString(0), default));
    }

    protected abstract TestDatabase CreateDatabase();

    private static InboxMessage Message(string id)
    {
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        return new InboxMessage(Endpoint, new WebhookEvent { Scheme = "s", Id = id, Body = "{}"u8.ToArray(), ReceivedAt = now, SignedAt = now }, id) { KeepUntil = now.AddDays(1) };
    }

    private WebhookInbox Start(TimeSpan ahead, TimeSpan takes)
    {
        ServiceProvider machine = new ServiceCollection()
            .AddSingleton<TimeProvider>(new OtherClock(ahead))
            .AddWebhookInbox(_database.Open(), options => options.PollInterval = TimeSpan.FromMilliseconds(20))
            .BuildServiceProvider();
        _machines.Add(machine);
        WebhookInbox inbox = machine.GetRequiredService<WebhookInbox>();
        inbox.Handle(new InboxEndpoint { Name = Endpoint, Scheme = "s", MaxAttempts = 100, Handler = HandleAsync });
        inbox.Start();
        return inbox;

        async Task HandleAsync(WebhookEvent e, CancellationToken stop)
        {
            await Task.Delay(takes, stop);
            DbTransaction transaction = await e.BeginTransactionAsync(stop);
            await transaction.RunAsync($"INSERT INTO {_database.Prefix}effect (id) VALUES (@id)", stop, ("id", e.Id));
        }
    }

    private sealed class OtherClock(TimeSpan ahead) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + ahead;
    }
}

public sealed class SqliteClocksApartTests : ClocksApartContract
{
    protected override TestDatabase CreateDatabase() => new SqliteTestDatabase();
}

[Collection(PostgresTests.Name)]
public sealed class PostgresClocksApartTests(PostgresServer server) : ClocksApartContract
{
    protected override TestDatabase CreateDatabase() => new PostgresTestDatabase(server);
}
