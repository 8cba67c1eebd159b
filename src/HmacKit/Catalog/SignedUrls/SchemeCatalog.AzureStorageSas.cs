namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Azure Storage, shared access signatures of a blob or a file, of version 2015-04-05 and later.</summary>
    /// <remarks>
    /// <para>What is signed is what the link allows, until when, and to which blob or file; neither method nor body. Check <c>sp</c>, <c>st</c> and <c>sip</c> yourself: the
    /// signature proves them, nothing more. Links to more than that are those of <c>azure-storage-sas-wide</c>.</para>
    /// <para>A signer makes a link of version 2020-12-06, or of that which the URL says; give <c>sr=b</c> and <c>sp</c> in the URL. Signatures under a user's delegation key aren't taken.</para>
    /// </remarks>
    public static SignatureScheme AzureStorageSas => field ??= SignatureScheme.Compile(new()
    {
        Name = "azure-storage-sas",
        Message = "{query:sp}\n{query:st}\n{expires}\n/blob/{account}{path:decoded}\n{query:si}\n{query:sip}\n{query:spr}\n2020-12-06\n{query:sr}\n"
            + "{query:snapshot}\n{query:ses}\n{query:rscc}\n{query:rscd}\n{query:rsce}\n{query:rscl}\n{query:rsct}",
        Query =
        {
            ["sv"] = HeaderFormat.Text("2020-12-06"),
            ["se"] = HeaderFormat.Text("{expires}"),
            ["sig"] = HeaderFormat.Text("{signature:base64}"),
        },
        Values = { ["account"] = SchemeValue.Configured() },
        SecretFormat = KeyFormat.Base64,
        Expiry = ExpiryRule.At(TimestampFormat.Rfc3339Seconds, TimeSpan.FromHours(1), TimeSpan.FromDays(3660)),
        AmbiguousBecause = "account and path follow each other; an account's name has no slash.",
        Code = new AzureSasCode(isWide: false),
        Documentation = new("https://learn.microsoft.com/en-us/rest/api/storageservices/create-service-sas"),
    });
}
