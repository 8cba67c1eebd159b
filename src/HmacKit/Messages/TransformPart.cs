using System.Runtime.CompilerServices;
using System.Text;

namespace HmacKit;

/// <summary>Another part with its text changed.</summary>
internal sealed class TransformPart(MessagePart inner, TextTransform transform) : MessagePart
{
    [SkipLocalsInit]
    protected internal override bool TryWrite(in MessageInput input, ref MessageWriter writer)
    {
        var nested = new MessageWriter(stackalloc byte[1024]);
        try
        {
            if (!inner.TryWrite(input, ref nested))
            {
                return false;
            }

            // Only a body without a suffix is kept aside; here it has to be in one piece.
            if (nested.Body.IsEmpty)
            {
                return TryWrite(nested.Head, ref writer);
            }

            byte[] joined = [.. nested.Head, .. nested.Body, .. nested.Tail];
            return TryWrite(joined, ref writer);
        }
        finally
        {
            nested.Dispose();
        }
    }

    private bool TryWrite(scoped ReadOnlySpan<byte> text, ref MessageWriter writer)
    {
        switch (transform)
        {
            case TextTransform.Lower:
                Ascii.ToLower(text, writer.GetSpan(text.Length), out int written);
                writer.Advance(written);
                return written == text.Length;
            case TextTransform.Upper:
                Ascii.ToUpper(text, writer.GetSpan(text.Length), out written);
                writer.Advance(written);
                return written == text.Length;
            case TextTransform.Trimmed:
                writer.Write(text.Trim((byte)' '));
                return true;
            case TextTransform.MediaType:
                int end = text.IndexOf((byte)';');
                text = (end < 0 ? text : text[..end]).Trim((byte)' ');
                Ascii.ToLower(text, writer.GetSpan(text.Length), out written);
                writer.Advance(written);
                return written == text.Length;
            case TextTransform.Reading:
                writer.Write("GET"u8);
                return text.SequenceCompareTo("GET"u8) == 0 || text.SequenceCompareTo("HEAD"u8) == 0;
            case TextTransform.Relative:
                writer.Write(text.StartsWith((byte)'/') ? text[1..] : text);
                return true;
            case TextTransform.Decoded:
                bool isDecoded = PercentCode.TryDecode(text, plusIsBlank: false, writer.GetSpan(text.Length), out written);
                writer.Advance(isDecoded ? written : 0);
                return isDecoded;
            case TextTransform.Encoded or TextTransform.EncodedPath:
                writer.Advance(PercentCode.Encode(text, blankAsPlus: false, transform == TextTransform.EncodedPath, writer.GetSpan(3 * text.Length)));
                return true;
            case TextTransform.Unhex:
                bool isHex = Convert.FromHexString(text, writer.GetSpan(text.Length), out _, out written) == System.Buffers.OperationStatus.Done;
                writer.Advance(isHex ? written : 0);
                return isHex;
            case TextTransform.Normalized:
                writer.Advance(NormalPath.Write(text, writer.GetSpan(text.Length + 1)));
                return true;
            default:
                return JavaScriptString.TryWrite(text, ref writer);
        }
    }
}
