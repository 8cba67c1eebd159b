using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace HmacKit.Testing.Tests.Hostile;

/// <summary>
/// TheOne's scheme as people write it by hand, without the engine: right, or with one of the usual flaws. It returns the
/// cause of a refusal, and null for yes.
/// </summary>
internal sealed class HandWrittenVerifier(string keyId, string secret, Flaw flaw)
{
    private const int MaxBody = 64 * 1024;
    private const long Window = 30_000;

    private readonly ConcurrentDictionary<string, bool> _nonces = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _twoAreHere = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _undecided;

    /// <summary>The signature that would have been right, for an endpoint that tells it.</summary>
    public string LastExpected { get; private set; } = "";

    public async Task<string?> CheckAsync(HttpContext context)
    {
        string? key = One(context, "X-API-KEY");
        string? time = One(context, "X-API-TIMESTAMP");
        string? nonce = One(context, "X-API-NONCE");
        string? sign = One(context, "X-API-SIGN");
        if (flaw == Flaw.AcceptsEverything)
        {
            return null;
        }

        if (string.IsNullOrEmpty(key) || string.IsNullOrEmpty(time) || string.IsNullOrEmpty(nonce) || sign is null || nonce.Length > 512)
        {
            return "missing header";
        }

        if (!IsInTime(time))
        {
            return "time";
        }

        bool isKnown = string.Equals(key, keyId, flaw == Flaw.TakesKeyIdsInAnyCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);
        if (!isKnown && flaw != Flaw.UsesAnEmptySecretForUnknownKeys)
        {
            return "unknown key";
        }

        byte[]? body = await ReadAsync(context.Request);
        if (body is null)
        {
            return "too large";
        }

        if (flaw == Flaw.SpendsNonceBeforeTheSignature && !_nonces.TryAdd(nonce, true))
        {
            return "replay";
        }

        byte[] message = Message(context, time, nonce, body);
        string expected = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(isKnown ? secret : ""), message));
        LastExpected = expected;
        if (!IsRight(sign, expected, message))
        {
            return "signature";
        }

        return await IsNewAsync(nonce, time, body) ? null : "replay";
    }

    private string? One(HttpContext context, string name)
    {
        StringValues values = context.Request.Headers[name];
        return values.Count == 1 || (flaw == Flaw.TakesTheFirstOfTwoHeaders && values.Count > 1) ? values[0] : null;
    }

    private bool IsInTime(string text)
    {
        long time;
        if (flaw == Flaw.ReadsTimesLeniently)
        {
            if (!double.TryParse(text, NumberStyles.Any, CultureInfo.InvariantCulture, out double parsed))
            {
                return false;
            }

            time = (long)parsed;
        }
        else if (flaw == Flaw.ThrowsAtMalformedTimes)
        {
            time = long.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
        }
        else if (text[0] == '0' || !long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out time))
        {
            return false;
        }

        long age = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() - time;
        return flaw == Flaw.HasNoWindow || (age <= Window && (age >= -Window || flaw == Flaw.HasNoFutureSide));
    }

    private async Task<byte[]?> ReadAsync(HttpRequest request)
    {
        using var body = new MemoryStream();
        byte[] buffer = new byte[16 * 1024];
        while (await request.Body.ReadAsync(buffer) is > 0 and int count)
        {
            body.Write(buffer, 0, count);
            if (body.Length > MaxBody && flaw != Flaw.HasNoBodyLimit)
            {
                return null;
            }
        }

        return body.ToArray();
    }

    private byte[] Message(HttpContext context, string time, string nonce, byte[] body)
    {
        string target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        target = flaw switch
        {
            Flaw.SignsTheDecodedPath => context.Request.Path.Value + context.Request.QueryString,
            Flaw.SignsTheConfiguredTarget => HandWrittenEndpoint.Target,
            _ => target,
        };
        string method = flaw == Flaw.ForgetsTheMethod ? "POST" : context.Request.Method;
        string digest = Convert.ToHexStringLower(SHA256.HashData(flaw == Flaw.ForgetsTheBody ? Signed.Body.Span : body));
        return Encoding.UTF8.GetBytes($"{method}\n{target}\n{time}\n{nonce}\n{digest}");
    }

    private bool IsRight(string sign, string expected, byte[] message) => flaw switch
    {
        Flaw.ChecksNoSignature => true,
        Flaw.TakesHexInAnyCase => string.Equals(sign, expected, StringComparison.OrdinalIgnoreCase),
        Flaw.ComparesAsFarAsSent => sign.Length <= expected.Length && expected.StartsWith(sign, StringComparison.Ordinal),
        Flaw.TakesThePlainHash => sign == expected || sign == Convert.ToHexStringLower(SHA256.HashData(message)),
        _ => sign == expected,
    };

    private async Task<bool> IsNewAsync(string nonce, string time, byte[] body)
    {
        switch (flaw)
        {
            case Flaw.ForgetsNonces:
            case Flaw.SpendsNonceBeforeTheSignature:
                return true;
            case Flaw.RemembersNonceWithTime:
                return _nonces.TryAdd($"{nonce} {time}", true);
            case Flaw.RemembersNonceWithBody:
                return _nonces.TryAdd($"{nonce} {Convert.ToHexString(body)}", true);
            case Flaw.ChecksNonceThenRemembersIt:
                if (_nonces.ContainsKey(nonce))
                {
                    return false;
                }

                // Copies that arrive together meet here, as they do at a database; one that is alone goes on after a while.
                if (Interlocked.Increment(ref _undecided) == 2)
                {
                    _twoAreHere.TrySetResult();
                }

                await Task.WhenAny(_twoAreHere.Task, Task.Delay(200));
                _nonces[nonce] = true;
                Interlocked.Decrement(ref _undecided);
                return true;
            default:
                return _nonces.TryAdd(nonce, true);
        }
    }

    /// <summary>What a verifier that forgets the body believes to be the body.</summary>
    private static class Signed
    {
        public static ReadOnlyMemory<byte> Body { get; } = new HostileOptions().Body;
    }
}
