namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>ImageKit client uploads.</summary>
    public static SignatureScheme ImageKitUpload => field ??= SignatureScheme.Compile(new()
    {
        Name = "imagekit-upload-token",
        Message = "{id}{expires}",
        Form =
        {
            ["token"] = HeaderFormat.Text("{id}"),
            ["expire"] = HeaderFormat.Text("{expires}"),
            ["signature"] = HeaderFormat.Text("{signature:hex}"),
        },
        Algorithm = HmacAlgorithm.Sha1ForLegacyUseOnly,
        Expiry = ExpiryRule.At(TimestampFormat.UnixSeconds, life: TimeSpan.FromMinutes(30), maxLife: TimeSpan.FromHours(1)),
        AmbiguousBecause = "The vendor joins the token and the time with nothing between them.",
        Documentation = new("https://imagekit.io/docs/api-reference/upload-file/upload-file"),
    });
}
