namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Duo Admin and Auth API, signature version 5: what version 2 has, and the digests of a JSON body and of Duo's own headers.</summary>
    /// <remarks>Headers of Duo's own begin with <c>x-duo-</c>; names and values are signed one after the other, with a NUL between them.</remarks>
    public static SignatureScheme DuoV5 => field ??= SignatureScheme.Compile(new()
    {
        Name = "duo-v5",
        OtherNames = ["duo-v2"],
        Message = "{timestamp}\n{method}\n{host}\n{path}\n{query:sorted}\n{body:sha512:hex}\n{duo:sha512:hex}",
        Parts = { ["duo"] = "{headers:x-duo-*}" },
        Headers =
        {
            ["Date"] = HeaderFormat.Text("{timestamp}"),
            ["Authorization"] = HeaderFormat.Text("{keyid}:{signature:hex}").InBase64("Basic "),
        },
        SignedHeaderSet = new() { Pair = "\0", Joiner = "\0" },
        Algorithm = HmacAlgorithm.Sha512,
        Freshness = new(TimestampFormat.Rfc5322, TimeSpan.FromMinutes(5)),
        Documentation = new("https://duo.com/docs/adminapi#authentication"),
    });
}
