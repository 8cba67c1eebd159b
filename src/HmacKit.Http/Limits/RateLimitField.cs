using System.Globalization;

namespace HmacKit.Http;

/// <summary>
/// The <c>RateLimit</c> and <c>RateLimit-Policy</c> headers of draft-ietf-httpapi-ratelimit-headers: a list of policies such
/// as <c>"hour";r=0;t=30</c>, and, as the drafts up to 07 had it, <c>limit=100, remaining=0, reset=30</c>.
/// </summary>
internal static class RateLimitField
{
    /// <summary>A longer header isn't read.</summary>
    private const int MaxLength = 4096;

    /// <summary>
    /// How long to wait: the longest time of the policies that are used up, or, if none says so, of all; null if the header
    /// names no time. A policy without a time of its own lasts as long as the window that <c>RateLimit-Policy</c> gives it.
    /// </summary>
    public static TimeSpan? Wait(string? limits, string? policies)
    {
        List<Policy> read = Read(limits);
        List<Policy> windows = Read(policies);
        List<Policy> usedUp = read.FindAll(static policy => policy.Remaining == 0);
        long? longest = null;
        foreach (Policy policy in usedUp.Count > 0 ? usedUp : read)
        {
            long? time = policy.Reset ?? windows.Find(window => window.Name == policy.Name).Window;
            longest = time > (longest ?? -1) ? time : longest;
        }

        // Whole seconds, rounded: the budget may be there only when the last one is over.
        return longest is { } seconds ? RetryTime.ToTimeSpan(seconds + 1m) : null;
    }

    /// <summary>Whether a policy says that nothing remains.</summary>
    public static bool IsUsedUp(string? limits) => Read(limits).Exists(static policy => policy.Remaining == 0);

    private static List<Policy> Read(string? text)
    {
        var policies = new List<Policy>();
        if (text is null || text.Length > MaxLength)
        {
            return policies;
        }

        // The old form is one policy over all items of the list; the new one has a policy in each.
        var old = default(Policy);
        foreach (string item in Split(text, ','))
        {
            List<string> pieces = Split(item, ';');
            Policy policy = new Policy { Name = pieces[0] };
            pieces[1..].ForEach(parameter => policy = policy.With(parameter));
            old = old.With(pieces[0]);
            policies.Add(policy);
        }

        return old is { Remaining: null, Reset: null } ? policies : [old];
    }

    /// <summary>The parts between separators that aren't within quotation marks.</summary>
    private static List<string> Split(string text, char separator)
    {
        var parts = new List<string>();
        int start = 0;
        bool isQuoted = false;
        for (int i = 0; i < text.Length; i++)
        {
            isQuoted ^= text[i] == '"' && (i == 0 || text[i - 1] != '\\');
            if (text[i] == separator && !isQuoted)
            {
                parts.Add(text[start..i].Trim(' ', '\t'));
                start = i + 1;
            }
        }

        parts.Add(text[start..].Trim(' ', '\t'));
        return parts;
    }

    private readonly record struct Policy
    {
        public string? Name { get; init; }

        public long? Remaining { get; private init; }

        public long? Reset { get; private init; }

        public long? Window { get; private init; }

        /// <summary>The same with a parameter, if it is one of those that count.</summary>
        public Policy With(string parameter)
        {
            int equals = parameter.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0 || !long.TryParse(parameter.AsSpan(equals + 1), NumberStyles.None, CultureInfo.InvariantCulture, out long value))
            {
                return this;
            }

            return parameter[..equals] switch
            {
                "r" or "remaining" => this with { Remaining = value },
                "t" or "reset" => this with { Reset = value },
                "w" => this with { Window = value },
                _ => this,
            };
        }
    }
}
