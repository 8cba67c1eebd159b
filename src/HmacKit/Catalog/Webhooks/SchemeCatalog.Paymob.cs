namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Paymob transaction callbacks: twenty fields of the transaction, SHA-512, in the query.</summary>
    /// <remarks>
    /// <para>Only the twenty fields are signed: read nothing else from the body.</para>
    /// <para>The redirect of the payer's browser signs the same fields as parameters of a query: it isn't of this scheme.</para>
    /// </remarks>
    public static SignatureScheme Paymob => field ??= SignatureScheme.Compile(new()
    {
        Name = "paymob",
        Message = "{json:/obj/amount_cents}{json:/obj/created_at}{json:/obj/currency}{json:/obj/error_occured}{json:/obj/has_parent_transaction}{json:/obj/id}{json:/obj/integration_id}"
            + "{json:/obj/is_3d_secure}{json:/obj/is_auth}{json:/obj/is_capture}{json:/obj/is_refunded}{json:/obj/is_standalone_payment}{json:/obj/is_voided}{json:/obj/order/id}"
            + "{json:/obj/owner}{json:/obj/pending}{json:/obj/source_data/pan}{json:/obj/source_data/sub_type}{json:/obj/source_data/type}{json:/obj/success}",
        Query = { ["hmac"] = HeaderFormat.Text("{signature:hex}") },
        Algorithm = HmacAlgorithm.Sha512,
        EventType = EventField.Json("/type"),
        AmbiguousBecause = "The vendor joins the fields with nothing between them.",
        Documentation = new("https://www.skills.sh/hookdeck/webhook-skills/paymob-webhooks"),
    });
}
