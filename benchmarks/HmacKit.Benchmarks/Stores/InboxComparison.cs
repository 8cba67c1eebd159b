using System.Globalization;
using HmacKit.Webhooks;

namespace HmacKit.Benchmarks;

/// <summary>An event on its way to the disk: the inbox beside one bare insert and commit for each.</summary>
internal static class InboxComparison
{
    public const string Title = "take an event of 1 KB in";

    public static byte[] Body { get; } = new byte[1024];

    public static string IdOf(long id) => "evt_" + id.ToString("x32", CultureInfo.InvariantCulture);

    public static SharedCandidate Of(WebhookDatabase database)
    {
        var store = new SqlInboxStore(database);
        return new SharedCandidate("`SqlInboxStore`", async id => SharedStore.Must(await store.AddAsync(MessageOf(id))));
    }

    private static InboxMessage MessageOf(long id)
    {
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        string name = IdOf(id);
        return new InboxMessage("/hook", new WebhookEvent { Scheme = "onering", Id = name, Body = Body, ReceivedAt = now, SignedAt = now }, name) { KeepUntil = now.AddDays(1) };
    }
}
