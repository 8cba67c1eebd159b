using System.Text;

namespace HmacKit;

/// <summary>Writes the text of a carrier.</summary>
internal static class CarrierWriter
{
    /// <exception cref="ArgumentException">A value is missing, or can't stand in the carrier.</exception>
    public static string Write(SignatureScheme scheme, SchemeCarrier carrier, in RequestClaim claim, ReadOnlySpan<byte> tags, int tagSize)
    {
        var writer = new MessageWriter(stackalloc byte[256]);
        try
        {
            if (!carrier.Grammar.TryWrite(claim, scheme.TimestampFormat, tags, tagSize, ref writer))
            {
                throw new ArgumentException($"A value that {Name(carrier)} carries is missing ({carrier.Format}).");
            }

            string value = Encoding.ASCII.GetString(writer.Head);

            // A value that ends its own field early, such as an id with a comma, would be read as another one.
            RequestClaim read = claim;
            return carrier.Grammar.TryRead(value, scheme.TagSize, ref read)
                ? value
                : throw new ArgumentException($"A value doesn't fit into {Name(carrier)} ({carrier.Format}): it contains text that ends it there.");
        }
        finally
        {
            writer.Dispose();
        }
    }

    private static string Name(SchemeCarrier carrier) =>
        carrier.Kind == CarrierKind.Header ? $"the header {carrier.Name}" : $"{carrier.Kind}[\"{carrier.Name}\"]";
}
