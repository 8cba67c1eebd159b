namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>HCP Terraform run notifications.</summary>
    public static SignatureScheme Terraform => field ??= SignatureScheme.Compile(new()
    {
        Name = "terraform",
        Message = "{body}",
        Headers =
        {
            ["X-TFE-Notification-Signature"] = HeaderFormat.Text("{signature:hex}"),
        },
        Algorithm = HmacAlgorithm.Sha512,
        Documentation = new("https://developer.hashicorp.com/terraform/cloud-docs/api-docs/notification-configurations"),
    });
}
