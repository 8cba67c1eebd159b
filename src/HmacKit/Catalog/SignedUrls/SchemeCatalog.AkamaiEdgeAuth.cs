namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Akamai EdgeAuth (Auth Token 2.0) in the query: an end and the paths that the token is for.</summary>
    /// <remarks>
    /// <para>The key is hex. The token's <c>acl</c> holds paths with <c>*</c> and <c>?</c>, and a <c>!</c> between two; a request whose path is none of them is refused.</para>
    /// <para>A token for one URL is <c>akamai-edgeauth-url</c>. Those with a start, an address or a salt, with an id or data that had to be escaped, and those in a cookie or a
    /// header aren't taken. Method, query and body aren't signed. The parameter is <c>hdnts</c>; Akamai's libraries call it <c>__token__</c> unless told.</para>
    /// </remarks>
    public static SignatureScheme AkamaiEdgeAuth => field ??= SignatureScheme.Compile(new()
    {
        Name = "akamai-edgeauth",
        Message = "exp={expires}~acl={acl}[~id={session}][~data={payload}]",
        Query = { ["hdnts"] = HeaderFormat.Parameters("exp={expires}~acl={acl}[~id={session}][~data={payload}]~hmac={signature:hex}", separator: '~') },
        Values =
        {
            ["acl"] = SchemeValue.Carried(),
            ["session"] = SchemeValue.Carried(),
            ["payload"] = SchemeValue.Carried(),
        },
        SecretFormat = KeyFormat.Hex,
        Expiry = ExpiryRule.At(TimestampFormat.UnixSeconds, maxLife: TimeSpan.FromDays(366)),
        AmbiguousBecause = "id and data may be left out.",
        Code = new PathsOfToken(),
        Documentation = new("https://techdocs.akamai.com/adaptive-media-delivery/docs/generate-token-and-apply-content"),
    });

    private sealed class PathsOfToken : SchemeCode
    {
        private const int MaxPaths = 32;

        protected override bool TryWriteMessage(in MessageInput input, ref MessageWriter writer)
        {
            string target = input.Request.Target;
            int mark = target.IndexOf('?', StringComparison.Ordinal);
            string path = mark < 0 ? target : target[..mark];

            // A path that a server may take for another one is not compared.
            bool isPlain = !path.Contains("/../", StringComparison.Ordinal) && !path.EndsWith("/..", StringComparison.Ordinal) && !path.Contains('%', StringComparison.Ordinal);
            string[] paths = Uri.UnescapeDataString(input.GetValue("acl").ToString()).Split('!');
            return isPlain && paths.Length <= MaxPaths && paths.Any(pattern => IsLike(pattern, path)) && base.TryWriteMessage(input, ref writer);
        }

        /// <summary>Whether a path is of a pattern. The last star is the only one to go back to, so the work is bounded by the product of the two lengths.</summary>
        private static bool IsLike(string pattern, string path)
        {
            int at = 0;
            int star = -1;
            int mark = 0;
            for (int i = 0; i < path.Length;)
            {
                if (at < pattern.Length && pattern[at] == '*')
                {
                    (star, mark) = (at++, i);
                }
                else if (at < pattern.Length && (pattern[at] == '?' || pattern[at] == path[i]))
                {
                    at++;
                    i++;
                }
                else if (star >= 0)
                {
                    at = star + 1;
                    i = ++mark;
                }
                else
                {
                    return false;
                }
            }

            return pattern.AsSpan(at).Trim('*').IsEmpty;
        }
    }
}
