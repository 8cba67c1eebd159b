using System.Text;
using HmacKit;

namespace QuickStart;

/// <summary>The calling side: signs a request, spoils it as the attempt says, and sends it.</summary>
public sealed class Client(Uri address) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = address };

    /// <summary>The status that the server gave the request; of one that is sent twice, the second time.</summary>
    public async Task<string> SendAsync(Api api, Attempt attempt)
    {
        var signer = new RequestSigner(api.Scheme, attempt == Attempt.WrongKey ? new KeyRing(api.KeyId, HmacKey.Generate()) : api.Ring);
        byte[] body = Encoding.UTF8.GetBytes(api.Body);
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        SignedHeaders headers = signer.Sign(
            new RawRequest(api.Method, api.Target, [], body),
            new SigningValues { Time = attempt == Attempt.OldTimestamp ? now.AddHours(-1) : now });

        string status = await SendAsync(api, headers, body, attempt);
        return attempt == Attempt.SentTwice ? await SendAsync(api, headers, body, attempt) : status;
    }

    public void Dispose() => _http.Dispose();

    private async Task<string> SendAsync(Api api, SignedHeaders headers, byte[] body, Attempt attempt)
    {
        byte[] sent = attempt == Attempt.ChangedBody ? [.. body, (byte)' '] : body;
        using var request = new HttpRequestMessage(new HttpMethod(api.Method), api.Target) { Content = new ByteArrayContent(sent) };
        foreach ((string name, string value) in headers.Skip(attempt == Attempt.HeaderMissing ? 1 : 0))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using HttpResponseMessage response = await _http.SendAsync(request);
        return await response.Content.ReadAsStringAsync();
    }
}
