using System.Data.Common;
using System.Globalization;
using HmacKit.Webhooks.Tests.Databases;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace HmacKit.Webhooks.Tests.Inbox;

/// <summary>SQLite may grow to so many pages and no further: what it says then is what it says on a full disk (SQLITE_FULL).</summary>
public sealed class DiskFullTests : IAsyncLifetime
{
    private const string Endpoint = "/hook";
    private const int Tight = 120;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hmackit-webhooks-full-");
    private readonly Quota _source;
    private readonly ServiceProvider _services;

    public DiskFullTests()
    {
        _source = new Quota($"Data Source={Path.Combine(_folder.FullName, "app.db")}");
        _services = new ServiceCollection()
            .AddWebhookInbox(WebhookDatabase.Sqlite(_source), static options => options.PollInterval = TimeSpan.FromMilliseconds(20))
            .BuildServiceProvider();
    }

    private WebhookInbox Inbox => _services.GetRequiredService<WebhookInbox>();

    public Task InitializeAsync() => Inbox.Store.PrepareAsync();

    public async Task DisposeAsync()
    {
        await _services.DisposeAsync();
        await _source.DisposeAsync();
        SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task What_was_accepted_is_handled_and_what_had_no_room_was_not_accepted()
    {
        var handled = new List<string>();
        _source.MaxPages = Tight;
        var answers = new Dictionary<string, InboxOutcome>();
        for (int i = 0; i < 100; i++)
        {
            answers[$"evt_{i:00}"] = await Inbox.OfferAsync(Message($"evt_{i:00}"));
        }

        Assert.Contains(InboxOutcome.Accepted, answers.Values);
        Assert.Contains(InboxOutcome.Unavailable, answers.Values);
        Assert.DoesNotContain(InboxOutcome.Repeated, answers.Values);
        Assert.Equal(answers.Values.Count(static answer => answer == InboxOutcome.Accepted), (await Inbox.Store.CountAsync()).Waiting);

        _source.MaxPages = 100_000;
        Inbox.Handle(new InboxEndpoint { Name = Endpoint, Scheme = "s", Handler = HandleAsync });
        Inbox.Start();
        string[] refused = [.. answers.Where(static pair => pair.Value == InboxOutcome.Unavailable).Select(static pair => pair.Key)];
        foreach (string id in refused)
        {
            Assert.Equal(InboxOutcome.Accepted, await Inbox.OfferAsync(Message(id)));
        }

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while ((await Inbox.Store.CountAsync()).Waiting > 0)
        {
            Assert.False(patience.IsCancellationRequested, "It didn't come to an end.");
            await Task.Delay(20);
        }

        Assert.Equal(answers.Keys.Order(StringComparer.Ordinal), handled.Order(StringComparer.Ordinal));

        Task HandleAsync(WebhookEvent e, CancellationToken stop)
        {
            lock (handled)
            {
                handled.Add(e.Id!);
            }

            return Task.CompletedTask;
        }
    }

    private static InboxMessage Message(string id)
    {
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        return new InboxMessage(Endpoint, new WebhookEvent { Scheme = "s", Id = id, Body = new byte[8192], ReceivedAt = now, SignedAt = now }, id) { KeepUntil = now.AddDays(1) };
    }

    private sealed class Quota(string connectionString) : DbDataSource
    {
        public int MaxPages { get; set; } = 100_000;

        public override string ConnectionString => connectionString;

        protected override DbConnection CreateDbConnection() => new SqliteConnection(connectionString);

        protected override async ValueTask<DbConnection> OpenDbConnectionAsync(CancellationToken cancellationToken = default)
        {
            DbConnection connection = await base.OpenDbConnectionAsync(cancellationToken);
            await connection.RunAsync(string.Create(CultureInfo.InvariantCulture, $"PRAGMA max_page_count = {MaxPages}"), cancellationToken);
            return connection;
        }
    }
}
