namespace HmacKit.Cli;

/// <summary>A signed request as it goes on the wire (RFC 9112), for sending through a socket or reading with <c>hmackit verify</c>.</summary>
internal static class HttpRequestWriter
{
    public static void Write(SigningRequest request, SignedHeaders signature, OutputBuffer output)
    {
        output.Write($"{request.Method} {request.Url.Target} HTTP/1.1\r\n");
        if (!request.Has("Host"))
        {
            // RFC 9112 section 3.2: where the host isn't known, the header is there and empty.
            WriteHeader("Host", request.Url.Authority ?? "", output);
        }

        foreach ((string name, string value) in request.Headers.Concat(signature))
        {
            WriteHeader(name, value, output);
        }

        if (request.SaysLength)
        {
            WriteHeader("Content-Length", $"{request.Body.Length}", output);
        }

        output.Write("\r\n"u8);
        output.Write(request.Body);
    }

    private static void WriteHeader(string name, string value, OutputBuffer output) => output.Write($"{name}: {value}\r\n");
}
