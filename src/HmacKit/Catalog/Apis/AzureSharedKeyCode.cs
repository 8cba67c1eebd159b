using System.Text;

namespace HmacKit;

/// <summary>Since version 2015-02-21 a <c>Content-Length</c> of 0 is signed as if it weren't there.</summary>
internal sealed class AzureSharedKeyCode : SchemeCode
{
    private const int MaxHeaders = 64;

    private static readonly string[] Slots =
    [
        "Content-Encoding", "Content-Language", "Content-Length", "Content-MD5", "Content-Type", "Date", "If-Modified-Since", "If-Match", "If-None-Match",
        "If-Unmodified-Since", "Range",
    ];

    protected override bool TryWriteMessage(in MessageInput input, ref MessageWriter writer)
    {
        RequestSource request = input.Request;
        if (request.GetHeader("Content-Length").Value is not "0")
        {
            return base.TryWriteMessage(input, ref writer);
        }

        string[] own = [.. request.HeaderNames.Select(static name => name.ToLowerInvariant()).Where(static name => name.StartsWith("x-ms-", StringComparison.Ordinal)).Distinct().Order(StringComparer.Ordinal)];
        if (own.Length > MaxHeaders || Slots.Any(name => request.GetHeader(name).IsRepeated) || own.Any(name => request.GetHeader(name).IsRepeated))
        {
            return false;
        }

        var text = new StringBuilder($"{request.Method}\n");
        foreach (string name in Slots)
        {
            text.Append(name == "Content-Length" ? "" : request.GetHeader(name).Value?.Trim(' ', '\t')).Append('\n');
        }

        foreach (string name in own)
        {
            if (request.GetHeader(name).Value is not { } value)
            {
                return false;
            }

            text.Append(name).Append(':').Append(value.Trim(' ', '\t')).Append('\n');
        }

        int mark = request.Target.IndexOf('?', StringComparison.Ordinal);
        text.Append('/').Append(input.KeyId).Append(mark < 0 ? request.Target : request.Target[..mark]);
        if (mark >= 0)
        {
            using var query = new CanonicalParameters();
            if (!query.TryAddQuery(request.Target))
            {
                return false;
            }

            foreach (IGrouping<string, string> values in Enumerable.Range(0, query.Count).GroupBy(i => Decode(query.Name(i)).ToLowerInvariant(), i => Decode(query.Value(i)))
                .OrderBy(static group => group.Key, StringComparer.Ordinal))
            {
                text.Append('\n').Append(values.Key).Append(':').AppendJoin(',', values.Order(StringComparer.Ordinal));
            }
        }

        return writer.TryWriteUtf8(text.ToString());
    }

    private static string Decode(ReadOnlySpan<byte> encoded) => Uri.UnescapeDataString(Encoding.ASCII.GetString(encoded));
}
