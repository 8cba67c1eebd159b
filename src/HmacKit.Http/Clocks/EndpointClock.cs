using System.Globalization;
using System.Text.Json;

namespace HmacKit.Http;

/// <summary>An endpoint that answers with its time as JSON.</summary>
internal sealed class EndpointClock : ServerClock
{
    /// <summary>A longer answer isn't read.</summary>
    private const int MaxAnswerBytes = 16 * 1024;

    private readonly Uri _uri;
    private readonly string _member;
    private readonly bool _isSeconds;

    public EndpointClock(string uri, string member, TimestampFormat format)
    {
        ArgumentException.ThrowIfNullOrEmpty(uri);
        ArgumentException.ThrowIfNullOrEmpty(member);
        if (format is not (TimestampFormat.UnixMilliseconds or TimestampFormat.UnixSeconds))
        {
            throw new ArgumentException($"A time endpoint is read as {TimestampFormat.UnixMilliseconds} or {TimestampFormat.UnixSeconds}; for anything else use {nameof(ClockCorrection.FromFunction)}.", nameof(format));
        }

        // "//host/path" is a path to look at, and another host to Uri.
        bool isPath = uri[0] == '/' && !uri.StartsWith("//", StringComparison.Ordinal);
        if (!Uri.TryCreate(uri, isPath ? UriKind.Relative : UriKind.Absolute, out Uri? parsed) || (!isPath && !IsAllowed(parsed)))
        {
            throw new ArgumentException("A time endpoint is a path such as /api/v1/time, or an https URI: over plain HTTP anybody on the way could answer.", nameof(uri));
        }

        _uri = parsed;
        _member = member;
        _isSeconds = format == TimestampFormat.UnixSeconds;
    }

    public override bool IsAsked => true;

    public override async ValueTask<TimeSpan?> MeasureAsync(RefusedRequest refusal, ClockObserver observer, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(refusal.Address, _uri))
        {
            Version = refusal.Request.Version,
            VersionPolicy = refusal.Request.VersionPolicy,
        };
        try
        {
            DateTimeOffset sent = observer.Time.GetUtcNow();
            using HttpResponseMessage response = await observer.SendUnsigned(request, cancellationToken).ConfigureAwait(false);
            DateTimeOffset received = observer.Time.GetUtcNow();
            response.EnsureSuccessStatusCode();
            await response.Content.LoadIntoBufferAsync(MaxAnswerBytes, cancellationToken).ConfigureAwait(false);
            using JsonDocument answer = JsonDocument.Parse(await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false));
            if (TryRead(answer.RootElement, out DateTimeOffset time))
            {
                return Difference(time, sent, received);
            }

            Log.ClockUnreadable(observer.Logger, Origin.Of(request.RequestUri!), $"the answer has no time as '{_member}'.");
        }
        catch (Exception exception) when (exception is HttpRequestException or JsonException or IOException)
        {
            Log.ClockUnreadable(observer.Logger, Origin.Of(request.RequestUri!), exception.Message);
        }

        return null;
    }

    private static bool IsAllowed(Uri uri) =>
        (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp) && Origin.IsProtected(uri);

    private bool TryRead(JsonElement answer, out DateTimeOffset time)
    {
        time = default;
        if (answer.ValueKind != JsonValueKind.Object || !answer.TryGetProperty(_member, out JsonElement value))
        {
            return false;
        }

        bool isNumber = value.ValueKind switch
        {
            JsonValueKind.Number => value.TryGetInt64(out long _),
            JsonValueKind.String => true,
            _ => false,
        };
        if (!isNumber || !long.TryParse(value.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out long units))
        {
            return false;
        }

        long most = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds() / (_isSeconds ? 1000 : 1);
        if (units > most)
        {
            return false;
        }

        time = _isSeconds ? DateTimeOffset.FromUnixTimeSeconds(units) : DateTimeOffset.FromUnixTimeMilliseconds(units);
        return true;
    }
}
