namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Azure Storage, Shared Key Lite: method, three headers, all <c>x-ms-</c> headers, account, path, and of the query <c>comp</c>.</summary>
    /// <remarks>The body is signed only through a Content-MD5 that the client may leave out, and of the query only <c>comp</c>: Shared Key signs all of it.</remarks>
    public static SignatureScheme AzureStorageSharedKeyLite => field ??= SignatureScheme.Compile(new()
    {
        Name = "azure-storage-sharedkey-lite",
        OtherNames = ["azure-storage-sharedkey"],
        Message = "{method}\n{header:Content-MD5}\n{header:Content-Type}\n{header:Date}\n{headers:x-ms-*}\n/{keyid}{path}[?{query:sorted}]",
        Headers =
        {
            ["x-ms-date"] = HeaderFormat.Text("{timestamp}"),
            ["Authorization"] = HeaderFormat.Text("SharedKeyLite {keyid}:{signature:base64}"),
        },
        Parameters = new() { Encoding = ParameterEncoding.Decoded, Only = ["comp"] },
        SecretFormat = KeyFormat.Base64,
        Freshness = new(TimestampFormat.HttpDate, TimeSpan.FromMinutes(15)),
        AmbiguousBecause = "account, path and query follow each other without a delimiter of their own.",
        Documentation = new("https://learn.microsoft.com/en-us/rest/api/storageservices/authorize-with-shared-key#blob-queue-and-file-services-shared-key-lite-authorization"),
    });
}
