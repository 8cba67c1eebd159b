namespace HmacKit.Benchmarks;

/// <summary>One 1 KiB webhook over <c>timestamp.body</c>, for comparing with how it is commonly verified.</summary>
internal sealed class WebhookCase : IDisposable
{
    private readonly SchemeCase _case = new("osaycore", 1024);
    private readonly byte[] _body;
    private readonly string _timestamp;
    private readonly string _signature;

    public WebhookCase()
    {
        RawRequest request = SampleRequest.Unsigned("osaycore", 1024);
        using HmacKey key = HmacKey.FromText(SampleRequest.Secret);
        SignedHeaders headers = new RequestSigner(SchemeCatalog.OsayCore, new KeyRing(SampleRequest.KeyId, key)).Sign(request, SampleRequest.Values);
        _body = request.Body.ToArray();
        _timestamp = headers["X-OSAYCORE-TIMESTAMP"];
        _signature = headers["X-OSAYCORE-SIGNATURE"];
        if (!NaiveWithStringEquality() || !NaiveWithFixedTimeEquals())
        {
            throw new InvalidOperationException("The naive verifier refuses the request.");
        }
    }

    public byte Bare() => _case.Bare();

    public bool NaiveWithStringEquality() =>
        NaiveWebhook.VerifyWithStringEquality(_body, _timestamp, _signature, SampleRequest.Secret, SampleRequest.Now);

    public bool NaiveWithFixedTimeEquals() =>
        NaiveWebhook.VerifyWithFixedTimeEquals(_body, _timestamp, _signature, SampleRequest.Secret, SampleRequest.Now);

    public VerificationStatus Verify() => _case.Verify();

    public void Dispose() => _case.Dispose();
}
