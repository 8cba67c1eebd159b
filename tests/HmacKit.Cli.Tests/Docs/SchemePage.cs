using System.Text;
using System.Text.RegularExpressions;

namespace HmacKit.Cli.Tests.Docs;

/// <summary>
/// The page of a scheme, <c>docs/schemes/NAME.md</c>: written from the definition and its doc comment, so that what a person must know
/// about a scheme stands in one place. <c>build/derive.sh</c> writes it.
/// </summary>
internal static class SchemePage
{
    public static string Of(CatalogEntry entry)
    {
        SignatureScheme scheme = entry.Scheme;
        var page = new StringBuilder();
        page.Append($"# {entry.Title}: `{scheme.Name}`\n\n");
        if (Introduction(entry) is { Length: > 0 } introduction)
        {
            page.Append(introduction).Append("\n\n");
        }

        page.Append($"<!-- hmackit schemes --markdown {scheme.Name} -->\n\n{SchemeMarkdown.Table(scheme).Trim()}\n\n<!-- end -->\n\n");
        page.Append($"## Use\n\n```csharp\n{Use(entry)}\n```\n\n");
        page.Append($"## Protects from\n\n{List(ProtectsFrom(scheme))}\n\n");
        page.Append($"## Does not protect from\n\n{List(DoesNotProtectFrom(scheme))}\n");
        if (entry.Remarks.Count > 0)
        {
            page.Append($"\n## Pitfalls\n\n{List(entry.Remarks)}\n");
        }

        return page.ToString();
    }

    /// <summary>The summary, without the title if that is all that stands before a colon or a full stop.</summary>
    private static string Introduction(CatalogEntry entry)
    {
        string rest = entry.Summary[entry.Title.Length..];
        string text = rest.StartsWith(':') || rest.StartsWith('.') ? rest[1..].Trim() : entry.Summary;
        return text.Length == 0 ? "" : $"{char.ToUpperInvariant(text[0])}{text[1..]}";
    }

    private static string Use(CatalogEntry entry)
    {
        SignatureScheme scheme = entry.Scheme;
        string variable = $"{scheme.Name.ToUpperInvariant().Replace('-', '_')}_SECRET";
        string import = $"SchemeCatalog.{entry.Property}.ImportKey(Environment.GetEnvironmentVariable(\"{variable}\"))";
        string options = scheme.Replay == ReplayRule.None ? "" : ", new() { ReplayStore = new MemoryReplayStore() }";
        return scheme.HasKeyId
            ? $"""
                var ring = new KeyRing("your-key-id", {import});
                var signer = new RequestSigner(SchemeCatalog.{entry.Property}, ring);
                SignedHeaders headers = signer.Sign(new RawRequest("POST", "/v1/orders?dry-run=1", [], "{"{}"}"u8.ToArray()));
                """
            : $"""
                HmacKey key = {import};
                var verifier = new RequestVerifier(SchemeCatalog.{entry.Property}, key{options});
                """;
    }

    private static IEnumerable<string> ProtectsFrom(SignatureScheme scheme)
    {
        if (scheme.Covers.HasFlag(SignedParts.Body))
        {
            yield return "a changed body, or one signed without the secret";
        }

        if (Names(scheme, isSigned: true) is { Length: > 0 } target)
        {
            yield return $"another {target}";
        }

        if (scheme.Freshness is { } rule)
        {
            yield return $"a captured request that is sent again more than {Seconds(rule.MaxAge)} after it was signed";
        }

        if (scheme.Replay != ReplayRule.None)
        {
            yield return $"a second request with the same {Value(scheme.Replay)}, if the verifier has a replay store";
        }
    }

    private static IEnumerable<string> DoesNotProtectFrom(SignatureScheme scheme)
    {
        if (!scheme.Covers.HasFlag(SignedParts.Body))
        {
            yield return "a changed body: it isn't signed";
        }

        if (Names(scheme, isSigned: false) is { Length: > 0 } target)
        {
            yield return $"the same request sent with another {target}: give each endpoint a secret of its own";
        }

        if (!scheme.Covers.HasFlag(SignedParts.Headers))
        {
            yield return "changed headers, such as `Content-Type`: they aren't signed";
        }

        if (scheme.Replay == ReplayRule.None)
        {
            yield return scheme.Freshness is { } rule
                ? $"a replay within {Seconds(rule.MaxAge)}: keep the ids of the events you have handled"
                : "a replay at any later time: keep the ids of the events you have handled";
        }

        if (scheme.AmbiguousBecause is { } reason)
        {
            yield return $"bytes moved from one part of the message to the next: {reason.TrimEnd('.')}";
        }
    }

    private static string Names(SignatureScheme scheme, bool isSigned)
    {
        string[] names = [.. new (SignedParts Part, string Name)[] { (SignedParts.Method, "method"), (SignedParts.Path, "path"), (SignedParts.Query, "query") }
            .Where(part => scheme.Covers.HasFlag(part.Part) == isSigned)
            .Select(part => part.Name)];
        return names.Length < 2 ? string.Concat(names) : $"{string.Join(", ", names[..^1])} or {names[^1]}";
    }

    private static string Value(ReplayRule rule) => rule switch
    {
        ReplayRule.ById => "id",
        ReplayRule.ByNonce => "nonce",
        _ => "signature",
    };

    private static string Seconds(TimeSpan time) => time.TotalSeconds % 60 == 0 && time.TotalMinutes > 1
        ? FormattableString.Invariant($"{time.TotalMinutes} minutes")
        : FormattableString.Invariant($"{time.TotalSeconds} seconds");

    private static string List(IEnumerable<string> items) => string.Join('\n', items.Select(item => $"- {Regex.Replace(item, @"\s+", " ")}"));
}
