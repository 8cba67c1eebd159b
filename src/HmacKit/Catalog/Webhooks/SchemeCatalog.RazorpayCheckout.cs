namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Razorpay checkout: order and payment id of the form that comes back after a payment.</summary>
    /// <remarks>No other field of the form is signed, and no time.</remarks>
    public static SignatureScheme RazorpayCheckout => field ??= SignatureScheme.Compile(new()
    {
        Name = "razorpay-checkout",
        Message = "{form:razorpay_order_id}|{form:razorpay_payment_id}",
        Form = { ["razorpay_signature"] = HeaderFormat.Text("{signature:hex}") },
        Documentation = new("https://razorpay.com/docs/payments/payment-gateway/web-integration/standard/integration-steps/"),
    });
}
