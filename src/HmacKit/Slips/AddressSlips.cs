using System.Text;

namespace HmacKit;

/// <summary>
/// Slips with the address within a message: http against https, the host, the port, the slash between host and path. They
/// change what the parts wrote, so texts of the scheme and parts of a user's own are covered.
/// </summary>
internal static class AddressSlips
{
    private const string Http = "http://";
    private const string Https = "https://";

    private static readonly string[] HostHeaders = ["Host", "X-Forwarded-Host", "X-Original-Host", ":authority"];

    public static IEnumerable<Slip> Vary(SignedRequest signed)
    {
        yield return new(signed.With(Change(OtherScheme)), TargetCauses.TargetUrlScheme, "the URL with the other of http and https");
        yield return new(signed.With(Change(static (_, text) => WithoutScheme(text))), TargetCauses.TargetUrlScheme, "the URL without its scheme");
        yield return new(signed.With(Change(WithoutPort)), TargetCauses.TargetPort, "the host without its port");
        yield return new(signed.With(Change(static (signed, text) => WithPort(signed, text, null))), TargetCauses.TargetPort, "the host with its default port");
        yield return new(signed.With(Change(static (signed, text) => WithPort(signed, text, ":80"))), TargetCauses.TargetPort, "the host with port 80");
        yield return new(signed.With(ChangeJoint), TargetCauses.TargetSlashes, "the URL with one slash more or less between host and path");
        yield return new(signed.With(Change(static (_, text) => WithEndingSlash(text))), TargetCauses.TargetSlashes, "the URL with a slash more or less at its end");
        foreach (string host in OtherHosts(signed))
        {
            yield return new(signed.With(Change((request, text) => WithHost(request, text, host))), TargetCauses.TargetHost, "the host of another header");
        }

        yield return new(signed.With(Change(static (request, text) => WithHost(request, text, static host => host.StartsWith("www.", StringComparison.Ordinal) ? host[4..] : "www." + host))), TargetCauses.TargetHost, "the host with or without 'www.'");
        yield return new(signed.With(Change(static (request, text) => WithHost(request, text, static host => host.ToLowerInvariant()))), TargetCauses.TargetHost, "the host in lower case");
    }

    /// <summary>Changes the first piece for which there is a change.</summary>
    private static Func<SignedRequest, MessagePiece[], MessagePiece[]?> Change(Func<SignedRequest, string, string?> change) => (signed, pieces) =>
    {
        for (int i = 0; i < pieces.Length; i++)
        {
            if (pieces[i].Part is BodyPart or BodyDigestPart or ClaimPart || pieces[i].Bytes.Length > MessagePlan.MaxTargetLength)
            {
                continue;
            }

            if (change(signed, Encoding.UTF8.GetString(pieces[i].Bytes.Span)) is { } changed)
            {
                MessagePiece[] result = [.. pieces];
                result[i] = pieces[i].With(Encoding.UTF8.GetBytes(changed));
                return result;
            }
        }

        return null;
    };

    /// <summary>The slash between a text of the scheme that ends with a host, and the path behind it.</summary>
    private static MessagePiece[]? ChangeJoint(SignedRequest signed, MessagePiece[] pieces)
    {
        for (int i = 0; i + 1 < pieces.Length; i++)
        {
            string text = pieces[i].IsLiteral ? Encoding.UTF8.GetString(pieces[i].Bytes.Span) : "";
            if (UrlStart(text) is not { } start || text.AsSpan(start).TrimEnd('/').ContainsAny('\n', '?'))
            {
                continue;
            }

            MessagePiece[] result = [.. pieces];
            if (text.EndsWith('/'))
            {
                result[i] = pieces[i].With(Encoding.UTF8.GetBytes(text[..^1]));
                return result;
            }

            bool hasSlash = pieces[i + 1].Bytes.Span.StartsWith((byte)'/');
            result[i + 1] = pieces[i + 1].With(hasSlash ? pieces[i + 1].Bytes[1..] : (byte[])[(byte)'/', .. pieces[i + 1].Bytes.Span]);
            return result;
        }

        return null;
    }

    /// <summary>Where the host of a URL begins; null if there is none.</summary>
    private static int? UrlStart(string text)
    {
        int http = text.IndexOf(Http, StringComparison.Ordinal);
        int https = text.IndexOf(Https, StringComparison.Ordinal);
        return https >= 0 ? https + Https.Length : http >= 0 ? http + Http.Length : null;
    }

    private static string? OtherScheme(SignedRequest signed, string text) => UrlStart(text) switch
    {
        { } start when text.AsSpan(0, start).EndsWith(Https) => $"{text.AsSpan(0, start - Https.Length)}{Http}{text.AsSpan(start)}",
        { } start => $"{text.AsSpan(0, start - Http.Length)}{Https}{text.AsSpan(start)}",
        null when text is "http" => "https",
        null when text is "https" => "http",
        _ => null,
    };

    private static string? WithoutScheme(string text) => UrlStart(text) is { } start
        ? text.Remove(start - (text.AsSpan(0, start).EndsWith(Https) ? Https.Length : Http.Length), text.AsSpan(0, start).EndsWith(Https) ? Https.Length : Http.Length)
        : null;

    private static string? WithEndingSlash(string text)
    {
        if (UrlStart(text) is not { } start || text.Contains('?', StringComparison.Ordinal) || text.AsSpan(start).Contains('\n'))
        {
            return null;
        }

        return text.EndsWith('/') ? text[..^1] : text + "/";
    }

    private static string? WithoutPort(SignedRequest signed, string text)
    {
        if (Host(signed, text) is not { } host || host.End == 0)
        {
            return null;
        }

        int colon = text.LastIndexOf(':', host.End - 1);
        return colon > host.Start && !text.AsSpan(colon, host.End - colon).Contains(']') ? text.Remove(colon, host.End - colon) : null;
    }

    private static string? WithPort(SignedRequest signed, string text, string? port) =>
        Host(signed, text) is not { } host || WithoutPort(signed, text) is not null ? null
        : text.Insert(host.End, port ?? (text.Contains(Http, StringComparison.Ordinal) ? ":80" : ":443"));

    private static string? WithHost(SignedRequest signed, string text, string other) => WithHost(signed, text, _ => other);

    private static string? WithHost(SignedRequest signed, string text, Func<string, string> change) =>
        Host(signed, text) is { } host && change(text[host.Start..host.End]) is var changed && changed != text[host.Start..host.End]
            ? string.Concat(text.AsSpan(0, host.Start), changed, text.AsSpan(host.End))
            : null;

    private static IEnumerable<string> OtherHosts(SignedRequest signed) =>
        HostHeaders.Select(signed.Header).OfType<string>()
            .SelectMany(static host => (string[])[host, host.Split(':')[0]]).Where(static host => host.Length > 0).Distinct(StringComparer.Ordinal);

    /// <summary>Where the host with its port stands in a URL, or in the header that holds it alone.</summary>
    private static (int Start, int End)? Host(SignedRequest signed, string text)
    {
        if (UrlStart(text) is not { } start)
        {
            return text.Length > 0 && string.Equals(text, signed.Header("Host"), StringComparison.Ordinal) ? (0, text.Length) : null;
        }

        int length = text.AsSpan(start).IndexOfAny('/', '?', '\n');
        return (start, length < 0 ? text.Length : start + length);
    }
}
