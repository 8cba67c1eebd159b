using System.Runtime.CompilerServices;
using System.Text;

namespace HmacKit;

/// <summary>
/// The members of a flat XML body as <c>name=value</c>, sorted by the bytes of their names and joined by <c>&amp;</c>: without the signature, and without those that have no text.
/// </summary>
internal sealed class XmlMembersPart(IEnumerable<string> signatures) : MessagePart
{
    private readonly string[] _signatures = [.. signatures];

    [SkipLocalsInit]
    protected internal override bool TryWrite(in MessageInput input, ref MessageWriter writer)
    {
        ReadOnlySpan<byte> body = input.Body;
        Span<ParameterPair> members = stackalloc ParameterPair[FlatXml.MaxMembers];
        if (!FlatXml.TryRead(body, members, out int count, out _))
        {
            return false;
        }

        members = members[..count];
        ParameterPair.Sort(members, body, byValueToo: false);
        bool isFirst = true;
        foreach (ParameterPair member in members)
        {
            ReadOnlySpan<byte> name = member.Name(body);
            ReadOnlySpan<byte> value = member.Value(body);
            if (value.IsEmpty || IsSignature(name))
            {
                continue;
            }

            Span<byte> pair = writer.GetSpan(name.Length + value.Length + 2);
            int at = 0;
            if (!isFirst)
            {
                pair[at++] = (byte)'&';
            }

            name.CopyTo(pair[at..]);
            at += name.Length;
            pair[at++] = (byte)'=';
            if (!FlatXml.TryDecode(value, pair[at..], out int length))
            {
                return false;
            }

            writer.Advance(length == 0 ? 0 : at + length);
            isFirst &= length == 0;
        }

        return true;
    }

    private bool IsSignature(ReadOnlySpan<byte> name)
    {
        foreach (string signature in _signatures)
        {
            if (Ascii.Equals(name, signature))
            {
                return true;
            }
        }

        return false;
    }
}
