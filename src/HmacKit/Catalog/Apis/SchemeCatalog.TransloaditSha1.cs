namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Transloadit assemblies, with HMAC-SHA1 as before 2022. SHA-1 is legacy: take it only where the other side has nothing newer.</summary>
    public static SignatureScheme TransloaditSha1 => field ??= SignatureScheme.Compile(new()
    {
        Name = "transloadit-sha1",
        OtherNames = ["transloadit"],
        Message = "{form:params}",
        Form = { ["signature"] = HeaderFormat.Text("{signature:hex}") },
        Algorithm = HmacAlgorithm.Sha1ForLegacyUseOnly,
        Documentation = new("https://transloadit.com/docs/topics/signature-authentication/"),
    });
}
