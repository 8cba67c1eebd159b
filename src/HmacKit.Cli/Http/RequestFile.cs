namespace HmacKit.Cli;

/// <summary>A raw HTTP/1.1 request as it was captured: from bytes, with the body untouched.</summary>
internal static class RequestFile
{
    /// <summary>Reads it. A body over <paramref name="maxBodyBytes"/> comes one byte over it, which the verifier then refuses.</summary>
    /// <param name="stream">The file.</param>
    /// <param name="maxBodyBytes">The most bytes of a body.</param>
    /// <param name="warn">Is told what is odd but doesn't matter.</param>
    /// <param name="origin">Scheme, host and port, which the file doesn't tell.</param>
    /// <exception cref="CommandException">It can't be read as a request.</exception>
    public static RawRequest Read(Stream stream, int maxBodyBytes, Action<string> warn, PublicOrigin? origin = null)
    {
        var source = new ByteSource(stream);
        RequestHead head = RequestHead.Read(source);
        return new RawRequest(head.Method, head.Target, head.Headers, CapturedBody.Read(source, head, maxBodyBytes, warn), origin);
    }
}
