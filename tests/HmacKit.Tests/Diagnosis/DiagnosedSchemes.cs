using System.Text;

namespace HmacKit.Tests.Diagnosis;

/// <summary>
/// The schemes that the diagnosis is tested with: one of each shape (a hundred vendors share a dozen of them, and each slip is made
/// in each scheme), and two that have what none of those has.
/// </summary>
internal static class DiagnosedSchemes
{
    /// <summary>Both an id and a nonce.</summary>
    public static SignatureScheme Both { get; } = SignatureScheme.Compile(new()
    {
        Name = "own-both",
        Message = "{id}|{nonce}|{timestamp}|{body}",
        Headers =
        {
            ["X-Id"] = HeaderFormat.Text("{id}"),
            ["X-Nonce"] = HeaderFormat.Text("{nonce}"),
            ["X-Time"] = HeaderFormat.Text("{timestamp}"),
            ["X-Signature"] = HeaderFormat.Text("{signature:hex}"),
        },
        Freshness = new(TimestampFormat.UnixSeconds, TimeSpan.FromMinutes(5)),
        Replay = ReplayRule.ByNonce,
    });

    /// <summary>The whole URL, by a part of the user's own, and a key id that nobody signs.</summary>
    public static SignatureScheme WholeUrl { get; } = SignatureScheme.Compile(new()
    {
        Name = "own-url",
        Message = "{full-url}\n{body}",
        Headers =
        {
            ["X-Key"] = HeaderFormat.Text("{keyid}"),
            ["X-Signature"] = HeaderFormat.Text("{signature:base64}"),
        },
        AmbiguousBecause = "the part of our own is at the beginning",
        CustomParts = { ["full-url"] = new UrlPart() },
    });

    private static readonly string[] OfTheCatalogue =
    [
        "body", "github", "line", "meta", "onering", "oort", "osaycore", "paddle", "pagerduty", "shopify", "slack", "standard-webhooks", "stripe",
        "svix", "theone", "twitch-eventsub", "zoom",
    ];

    public static IReadOnlyList<SchemeCase> All { get; } =
    [
        .. SchemeCase.All.Where(item => SchemeCatalog.Find(item.Scheme.Name) is null || OfTheCatalogue.Contains(item.Scheme.Name)),
        SchemeCase.Of(Both), SchemeCase.Of(WholeUrl),
    ];

    private sealed class UrlPart : MessagePart
    {
        protected internal override bool TryWrite(in MessageInput input, ref MessageWriter writer)
        {
            writer.Write(Encoding.UTF8.GetBytes($"https://{input.Request.GetHeader("Host").Value}{input.Request.Target}"));
            return true;
        }
    }
}
