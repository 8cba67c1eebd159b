namespace HmacKit;

/// <summary>Slips with headers that are signed: one that was empty when it was signed, and one that a proxy or the HTTP library wrote anew.</summary>
internal static class SignedHeaderSlips
{
    private const int MaxNames = 16;

    private static readonly string[] HostHeaders = ["X-Forwarded-Host", "X-Original-Host"];

    public static IEnumerable<Slip> Vary(SignedRequest signed)
    {
        string[] names = Names(signed);
        foreach (string name in names)
        {
            yield return new(With(signed, name, ""), ShapeCauses.SignedHeaderMissing, $"the header {name} as empty");
        }

        foreach (string name in names)
        {
            foreach (string value in Others(signed, name, signed.Header(name) ?? "").Where(static value => value.Length > 0).Distinct(StringComparer.Ordinal))
            {
                yield return new(With(signed, name, value), ShapeCauses.SignedHeaderChanged, $"'{value}' as the header {name}");
            }
        }
    }

    /// <summary>The listed ones that the request has, and those that the templates name.</summary>
    private static string[] Names(SignedRequest signed)
    {
        const string beginning = "{header:";
        var names = new List<string>(signed.Claim.Get(ClaimField.SignedHeaders).ToString().Split(signed.Scheme.HeaderSet.ListSeparator));
        foreach (string template in signed.Scheme.Parts.Values.Prepend(signed.Scheme.Message))
        {
            for (int at = template.IndexOf(beginning, StringComparison.Ordinal); at >= 0; at = template.IndexOf(beginning, at + 1, StringComparison.Ordinal))
            {
                names.Add(template[(at + beginning.Length)..].Split(':', '}')[0]);
            }
        }

        return [.. names.Where(name => signed.Header(name) is { Length: > 0 }).Distinct(StringComparer.OrdinalIgnoreCase).Take(MaxNames)];
    }

    private static string[] Others(SignedRequest signed, string name, string value)
    {
        if (name.Equals("Host", StringComparison.OrdinalIgnoreCase))
        {
            string host = value.Split(':')[0];
            return [host, $"{host}:443", $"{host}:80", value.ToLowerInvariant(), .. HostHeaders.Select(other => signed.Header(other) ?? ""), signed.Request.Origin?.Authority ?? ""];
        }

        string bare = value.Split(';')[0].Trim();
        string[] common = [string.Join(' ', value.Split(' ', StringSplitOptions.RemoveEmptyEntries)), value.ToLowerInvariant()];
        return name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase)
            ? [bare, $"{bare}; charset=utf-8", $"{bare};charset=utf-8", $"{bare}; charset=UTF-8", $"{bare};charset=UTF-8", .. common]
            : common;
    }

    private static SignedRequest With(SignedRequest signed, string name, string value) => signed with { Request = new ChangedHeader(signed.Request, name, value) };

    /// <summary>The request with another value of one header.</summary>
    private sealed class ChangedHeader(RequestSource request, string changed, string value) : RequestView(request)
    {
        public override HeaderValue GetHeader(string name) => IsChanged(name) ? HeaderValue.Of(value) : base.GetHeader(name);

        public override IReadOnlyList<string>? GetHeaderLines(string name) => IsChanged(name) ? [value] : base.GetHeaderLines(name);

        private bool IsChanged(string name) => name.Equals(changed, StringComparison.OrdinalIgnoreCase);
    }
}
