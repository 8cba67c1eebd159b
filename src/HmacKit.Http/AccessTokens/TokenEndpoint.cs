using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace HmacKit.Http;

/// <summary>Fetches tokens from an authorization server: the client credentials grant of RFC 6749 section 4.4.</summary>
internal sealed class TokenEndpoint : IDisposable
{
    /// <summary>A longer answer isn't read.</summary>
    private const int MaxAnswerBytes = 64 * 1024;

    /// <summary>How long a token serves whose server doesn't say.</summary>
    private static readonly TimeSpan UnknownLifetime = TimeSpan.FromMinutes(5);

    /// <summary>A token isn't kept for longer, whatever its server says.</summary>
    private static readonly TimeSpan MaxLifetime = TimeSpan.FromDays(1);

    private readonly ClientCredentialsOptions _options;
    private readonly HttpMessageInvoker _http;

    public TokenEndpoint(ClientCredentialsOptions options)
    {
        _options = options;
        _http = new HttpMessageInvoker(
            options.TokenEndpointHandler ?? new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(2) },
            disposeHandler: options.TokenEndpointHandler is null);
    }

    /// <exception cref="HttpRequestException">No token came. The message names the endpoint's origin and the answer's <c>error</c>, never a secret.</exception>
    public async Task<AccessToken> FetchAsync()
    {
        using var timeout = new CancellationTokenSource(_options.Timeout, _options.TimeProvider);
        try
        {
            using HttpRequestMessage request = CreateRequest();
            DateTimeOffset sent = _options.TimeProvider.GetUtcNow();
            using HttpResponseMessage response = await _http.SendAsync(request, timeout.Token).ConfigureAwait(false);
            await response.Content.LoadIntoBufferAsync(MaxAnswerBytes, timeout.Token).ConfigureAwait(false);
            using JsonDocument answer = JsonDocument.Parse(await response.Content.ReadAsStreamAsync(timeout.Token).ConfigureAwait(false));
            return response.IsSuccessStatusCode
                ? ReadToken(answer.RootElement, sent) ?? throw Refused("its answer has no bearer token that can be sent")
                : throw Refused($"it answered {(int)response.StatusCode} {ErrorOf(answer.RootElement)}");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The second one is for a text with half a surrogate pair in it.
            throw Refused("its answer isn't JSON");
        }
        catch (OperationCanceledException exception)
        {
            throw Refused($"there was no answer within {_options.Timeout}", exception);
        }
    }

    public void Dispose() => _http.Dispose();

    private HttpRequestMessage CreateRequest()
    {
        var form = new Dictionary<string, string>(_options.Parameters, StringComparer.Ordinal) { ["grant_type"] = "client_credentials" };
        if (_options.Scopes.Count > 0)
        {
            form["scope"] = string.Join(' ', _options.Scopes);
        }

        if (_options.SendSecretInBody)
        {
            (form["client_id"], form["client_secret"]) = (_options.ClientId, _options.ClientSecret);
        }

        var request = new HttpRequestMessage(HttpMethod.Post, _options.TokenEndpoint) { Content = new FormUrlEncodedContent(form) };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (!_options.SendSecretInBody)
        {
            // Both are form-encoded before they are joined, or an id with a colon would end early (RFC 6749 section 2.3.1).
            string pair = $"{FormEncode(_options.ClientId)}:{FormEncode(_options.ClientSecret)}";
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes(pair)));
        }

        return request;
    }

    private AccessToken? ReadToken(JsonElement answer, DateTimeOffset sent)
    {
        if (Text(answer, "access_token") is not { Length: > 0 } token
            || token.AsSpan().ContainsAnyExceptInRange('!', '~')
            || !string.Equals(Text(answer, "token_type"), "Bearer", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        TimeSpan lifetime = LifetimeOf(answer);
        TimeSpan margin = _options.RenewBefore < lifetime / 2 ? _options.RenewBefore : lifetime / 2;
        return new AccessToken("Bearer " + token, sent, sent + lifetime - margin, sent + lifetime);
    }

    // Some servers send the number as a text.
    private static TimeSpan LifetimeOf(JsonElement answer)
    {
        if (!answer.TryGetProperty("expires_in", out JsonElement element)
            || !decimal.TryParse(element.ToString(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal seconds))
        {
            return UnknownLifetime;
        }

        TimeSpan lifetime = RetryTime.ToTimeSpan(seconds);
        return lifetime < MaxLifetime ? lifetime : MaxLifetime;
    }

    /// <summary>The <c>error</c> of RFC 6749 section 5.2, if it has no characters that an error may not have.</summary>
    private static string? ErrorOf(JsonElement answer) =>
        Text(answer, "error") is { Length: <= 100 } error && !error.AsSpan().ContainsAnyExceptInRange(' ', '~') ? error : null;

    private static string? Text(JsonElement answer, string name) =>
        answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static string FormEncode(string text) => Uri.EscapeDataString(text).Replace("%20", "+", StringComparison.Ordinal);

    private HttpRequestException Refused(string why, Exception? exception = null) =>
        new($"No access token came from {Origin.Of(_options.TokenEndpoint!)}: {why}.", exception);
}
