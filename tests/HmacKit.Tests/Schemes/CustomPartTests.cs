namespace HmacKit.Tests.Schemes;

/// <summary>Parts of ones own.</summary>
public class CustomPartTests
{
    [Fact]
    public void A_part_of_ones_own_may_have_a_suffix() =>
        Assert.NotNull(SignatureScheme.Compile(Definition(d =>
        {
            d.Message = "{timestamp}.{mine:sha256:hex}";
            d.CustomParts["mine"] = new Mine();
        })));

    private sealed class Mine : MessagePart
    {
        protected internal override bool TryWrite(in MessageInput input, ref MessageWriter writer)
        {
            writer.Write("mine"u8);
            return true;
        }
    }

    private static SchemeDefinition Definition(Action<SchemeDefinition> change)
    {
        var definition = new SchemeDefinition
        {
            Name = "acme",
            Message = "{timestamp}.{body}",
            Headers = { ["X-Time"] = HeaderFormat.Text("{timestamp}"), ["X-Signature"] = HeaderFormat.Text("{signature:hex}") },
            Freshness = new(TimestampFormat.UnixSeconds, TimeSpan.FromMinutes(5)),
        };
        change(definition);
        return definition;
    }
}
