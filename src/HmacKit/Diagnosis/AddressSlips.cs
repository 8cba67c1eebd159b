using System.Text;

namespace HmacKit;

/// <summary>Slips with the address within a message: http against https, and the port. They change what the parts wrote, so parts of a user's own are covered.</summary>
internal static class AddressSlips
{
    private const string Http = "http://";
    private const string Https = "https://";

    public static IEnumerable<Variation> Vary(Draft draft)
    {
        yield return new(draft.With(Change(OtherScheme)), TargetCauses.TargetUrlScheme, "the URL with the other of http and https");
        yield return new(draft.With(Change(WithoutPort)), TargetCauses.TargetPort, "the host without its port");
        yield return new(draft.With(Change(static (draft, text) => WithPort(draft, text, null))), TargetCauses.TargetPort, "the host with its default port");
        yield return new(draft.With(Change(static (draft, text) => WithPort(draft, text, ":80"))), TargetCauses.TargetPort, "the host with port 80");
    }

    /// <summary>Changes the first piece for which there is a change.</summary>
    private static Func<Draft, MessagePiece[], MessagePiece[]?> Change(Func<Draft, string, string?> change) => (draft, pieces) =>
    {
        for (int i = 0; i < pieces.Length; i++)
        {
            if (pieces[i].Part is LiteralPart or BodyPart or BodyDigestPart or ClaimPart || pieces[i].Bytes.Length > MessagePlan.MaxTargetLength)
            {
                continue;
            }

            if (change(draft, Encoding.UTF8.GetString(pieces[i].Bytes.Span)) is { } changed)
            {
                MessagePiece[] result = [.. pieces];
                result[i] = pieces[i].With(Encoding.UTF8.GetBytes(changed));
                return result;
            }
        }

        return null;
    };

    private static string? OtherScheme(Draft draft, string text) =>
        text.StartsWith(Https, StringComparison.Ordinal) ? Http + text[Https.Length..]
        : text.StartsWith(Http, StringComparison.Ordinal) ? Https + text[Http.Length..]
        : null;

    private static string? WithoutPort(Draft draft, string text)
    {
        if (Host(draft, text) is not { } host)
        {
            return null;
        }

        int colon = text.LastIndexOf(':', host.End - 1);
        return colon > host.Start && !text.AsSpan(colon, host.End - colon).Contains(']') ? text.Remove(colon, host.End - colon) : null;
    }

    private static string? WithPort(Draft draft, string text, string? port) =>
        Host(draft, text) is not { } host || WithoutPort(draft, text) is not null ? null
        : text.Insert(host.End, port ?? (text.StartsWith(Http, StringComparison.Ordinal) ? ":80" : ":443"));

    /// <summary>Where the host with its port stands in a URL, or in the header that holds it alone.</summary>
    private static (int Start, int End)? Host(Draft draft, string text)
    {
        int start = text.StartsWith(Https, StringComparison.Ordinal) ? Https.Length : text.StartsWith(Http, StringComparison.Ordinal) ? Http.Length : 0;
        if (start == 0)
        {
            return text.Length > 0 && string.Equals(text, draft.Header("Host"), StringComparison.Ordinal) ? (0, text.Length) : null;
        }

        int length = text.AsSpan(start).IndexOfAny('/', '?');
        return (start, length < 0 ? text.Length : start + length);
    }
}
