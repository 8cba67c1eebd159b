namespace HmacKit.Http;

/// <summary>A content in which the signature stands, with the headers of the one that it replaces.</summary>
internal static class SignedContent
{
    public static HttpContent Of(ReadOnlyMemory<byte> bytes, HttpContent? replaced)
    {
        var content = new ReadOnlyMemoryContent(bytes);
        if (replaced is not null)
        {
            foreach ((string name, System.Net.Http.Headers.HeaderStringValues values) in replaced.Headers.NonValidated)
            {
                if (!name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase))
                {
                    content.Headers.TryAddWithoutValidation(name, values);
                }
            }
        }

        return content;
    }
}
