using System.Security.Cryptography;

namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Escher (Emarsys), presigned URLs and signed headers: the shape of AWS Signature Version 4 under names of its own.</summary>
    /// <remarks>
    /// <para>A signer makes a presigned URL, whose body isn't signed; where the request has the date's header, it signs that and the body in a header. A verifier takes both.</para>
    /// <para>Headers are named as the two sides agreed: <c>vendorKey</c> is in <c>X-EMS-Date</c> and in the names of the parameters, and <c>authHeaderName</c> and
    /// <c>dateHeaderName</c> say others. A <c>Date</c> is an HTTP date, whose day of the week isn't looked at.</para>
    /// </remarks>
    public static SignatureScheme Escher => field ??= EscherWith("escher", HmacAlgorithm.Sha256, HashAlgorithmName.SHA256);

    private static SignatureScheme EscherWith(string name, HmacAlgorithm algorithm, HashAlgorithmName hash, params string[] otherNames) => SignatureScheme.Compile(new()
    {
        Name = name,
        OtherNames = otherNames,
        Message = $"{{algoPrefix}}-HMAC-{hash}\n{{timestamp}}\n{{date}}/{{credentialScope}}\n{{canonical:{hash.Name!.ToLowerInvariant()}:hex}}",
        Parts = { ["canonical"] = "{method}\n{path:normalized}\n{query:sorted}\n{headers:signed}\n{signed-headers}\nUNSIGNED-PAYLOAD" },
        Query =
        {
            ["X-EMS-Algorithm"] = HeaderFormat.Text($"{{algoPrefix}}-HMAC-{hash}"),
            ["X-EMS-Credentials"] = HeaderFormat.Text("{keyid}/{date}/{credentialScope}"),
            ["X-EMS-Date"] = HeaderFormat.Text("{timestamp}"),
            ["X-EMS-Expires"] = HeaderFormat.Text("{expires}"),
            ["X-EMS-SignedHeaders"] = HeaderFormat.Text("{signed-headers}"),
            ["X-EMS-Signature"] = HeaderFormat.Text("{signature:hex}"),
        },
        Values =
        {
            ["algoPrefix"] = SchemeValue.Configured("EMS"),
            ["credentialScope"] = SchemeValue.Configured(),
            ["vendorKey"] = SchemeValue.Configured("EMS"),
            ["dateHeaderName"] = SchemeValue.Configured(""),
            ["authHeaderName"] = SchemeValue.Configured(""),
        },
        SignedHeaderSet = new() { AtLeast = ["host"], CollapsesBlanks = true, EndsWithJoiner = true },
        Algorithm = algorithm,
        Freshness = new(TimestampFormat.IsoBasic, TimeSpan.FromMinutes(5)),
        Expiry = ExpiryRule.AfterSigning(TimeSpan.FromMinutes(5), TimeSpan.FromDays(7)),
        AmbiguousBecause = "the message is that of the vendor's page.",
        Code = new EscherCode(hash),
        Documentation = new("https://github.com/emartech/escher"),
    });
}
