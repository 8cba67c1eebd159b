namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Azure Storage, Shared Key: eleven headers by place, all <c>x-ms-</c> headers, account, path and sorted query.</summary>
    /// <remarks>The body is signed only through a Content-MD5 that the client may leave out.</remarks>
    public static SignatureScheme AzureStorageSharedKey => field ??= SignatureScheme.Compile(new()
    {
        Name = "azure-storage-sharedkey",
        Message = "{method}\n{header:Content-Encoding}\n{header:Content-Language}\n{header:Content-Length}\n{header:Content-MD5}\n"
            + "{header:Content-Type}\n{header:Date}\n{header:If-Modified-Since}\n{header:If-Match}\n{header:If-None-Match}\n"
            + "{header:If-Unmodified-Since}\n{header:Range}\n{headers:x-ms-*}\n/{keyid}{path}[\n{query:sorted}]",
        Headers =
        {
            ["x-ms-date"] = HeaderFormat.Text("{timestamp}"),
            ["Authorization"] = HeaderFormat.Text("SharedKey {keyid}:{signature:base64}"),
        },
        Parameters = new()
        {
            Encoding = ParameterEncoding.Decoded,
            Repeats = RepeatedParameters.JoinedByComma,
            NamesInLowerCase = true,
            Pair = ":",
            Joiner = "\n",
        },
        SecretFormat = KeyFormat.Base64,
        Freshness = new(TimestampFormat.HttpDate, TimeSpan.FromMinutes(15)),
        Code = new AzureSharedKeyCode(),
        AmbiguousBecause = "the vendor's query lines have no delimiter of their own, and account and path follow each other.",
        Documentation = new("https://learn.microsoft.com/en-us/rest/api/storageservices/authorize-with-shared-key"),
    });
}
