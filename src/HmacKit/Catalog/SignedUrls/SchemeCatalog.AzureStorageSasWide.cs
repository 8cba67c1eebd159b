namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Azure Storage, shared access signatures of an account, container, share, queue or table, of version 2015-04-05 and later.</summary>
    /// <remarks>
    /// <para>The path isn't signed, or only its first segment is: somebody with such a link may change what follows. Check <c>sp</c>, <c>st</c>, <c>sip</c> and for an account <c>ss</c> and
    /// <c>srt</c> yourself.</para>
    /// <para>A signer makes a link of an account of version 2020-12-06, or of that which the URL says; give <c>ss</c>, <c>srt</c> and <c>sp</c> in the URL. Signatures under a user's delegation key and of
    /// directories aren't taken.</para>
    /// </remarks>
    public static SignatureScheme AzureStorageSasWide => field ??= SignatureScheme.Compile(new()
    {
        Name = "azure-storage-sas-wide",
        OtherNames = ["azure-storage-sas"],
        Message = "{account}\n{query:sp}\n{query:ss}\n{query:srt}\n{query:st}\n{expires}\n{query:sip}\n{query:spr}\n2020-12-06\n{query:ses}\n",
        Query =
        {
            ["sv"] = HeaderFormat.Text("2020-12-06"),
            ["se"] = HeaderFormat.Text("{expires}"),
            ["sig"] = HeaderFormat.Text("{signature:base64}"),
        },
        Values = { ["account"] = SchemeValue.Configured() },
        SecretFormat = KeyFormat.Base64,
        Expiry = ExpiryRule.At(TimestampFormat.Rfc3339Seconds, TimeSpan.FromHours(1), TimeSpan.FromDays(3660)),
        AmbiguousBecause = "which lines there are depends on what the link is to.",
        Code = new AzureSasCode(isWide: true),
        Documentation = new("https://learn.microsoft.com/en-us/rest/api/storageservices/create-account-sas"),
    });
}
