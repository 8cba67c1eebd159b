namespace HmacKit.Testing;

/// <summary>An HttpClient.</summary>
internal sealed class ClientTransport(HttpClient client, Uri address, HostileOptions options) : Transport
{
    // HttpClient doesn't tidy up the targets of such addresses; a test server in memory can't take them.
    private static readonly UriCreationOptions AsItIs = new() { DangerousDisablePathAndQueryCanonicalization = true };

    public override bool JoinsHeaders => true;

    public override bool IsExact => false;

    public override async Task<Answer> SendAsync(WireRequest request, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(options.Timeout);
        string text = address.GetLeftPart(UriPartial.Authority) + request.Target;
        var uri = new Uri(text);
        bool isTidy = uri.PathAndQuery == request.Target;
        uri = isTidy ? uri : new Uri(text, AsItIs);
        try
        {
            using HttpRequestMessage message = Message(request, uri);
            using HttpResponseMessage response = await client.SendAsync(message, timeout.Token).ConfigureAwait(false);
            if (response.RequestMessage?.RequestUri is { } last && last != uri)
            {
                return new Answer(302, "", "the client followed a redirect");
            }

            string body = await response.Content.ReadAsStringAsync(timeout.Token).ConfigureAwait(false);
            string type = response.Content.Headers.ContentType?.MediaType ?? "";
            return new Answer((int)response.StatusCode, type, body.Length > Answer.MaxBody ? body[..Answer.MaxBody] : body);
        }
        catch (Exception thrown) when (thrown is HttpRequestException or IOException)
        {
            return IsAboutTheRequest(thrown) ? Answer.Unsendable("HttpClient doesn't send it") : Answer.None(thrown.Message);
        }
        catch (Exception thrown) when (thrown is FormatException or ArgumentException || (thrown is InvalidOperationException && !isTidy))
        {
            return Answer.Unsendable("HttpClient doesn't send it");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Answer.None($"within {options.Timeout.TotalSeconds} s");
        }
    }

    private static bool IsAboutTheRequest(Exception thrown) => thrown.Message.Contains("ASCII", StringComparison.Ordinal);

    private static HttpRequestMessage Message(WireRequest request, Uri uri)
    {
        var message = new HttpRequestMessage(new HttpMethod(request.Method), uri);
        if (request.Body.Length > 0 || request.Method is not ("GET" or "HEAD" or "DELETE"))
        {
            message.Content = new ReadOnlyMemoryContent(request.Body);
        }

        message.Headers.TransferEncodingChunked = request.IsChunked ? true : null;
        foreach ((string name, string value) in request.Headers)
        {
            if (!message.Headers.TryAddWithoutValidation(name, value))
            {
                message.Content?.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return message;
    }
}
