using System.Text;

namespace HmacKit;

/// <summary>A digest that a request carries, compiled.</summary>
internal sealed class DigestCheck(DigestRule rule, string? header, ClaimField? value, MessagePlan carried, MessagePlan expected)
{
    /// <summary>The header that a signer sets; null if the digest is elsewhere.</summary>
    public string? Header => header;

    /// <summary>The value of the scheme's own that holds it, which a signer sets; null if it is elsewhere.</summary>
    public ClaimField? Value => value;

    /// <summary>Whether it binds the body of every request.</summary>
    public bool CoversBody { get; init; }

    /// <summary>Whether each digest that a request carries is that of what it came with.</summary>
    public static bool AreRight(DigestCheck[] digests, in MessageInput input)
    {
        foreach (DigestCheck digest in digests)
        {
            if (!digest.IsRight(input))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether what the request carries fits what it came with.</summary>
    public bool IsRight(in MessageInput input)
    {
        var found = new MessageWriter(stackalloc byte[256]);
        var right = new MessageWriter(stackalloc byte[256]);
        try
        {
            if (!carried.TryWrite(input, ref found))
            {
                return false;
            }

            if (found.Length == 0)
            {
                return !rule.IsRequired || (rule.ExceptEmpty && input.Body.IsEmpty) || (rule.ExceptForms && FormBody.IsForm(input.Request));
            }

            return expected.TryWrite(input, ref right) && ConstantTime.AreEqual(found.Head, right.Head);
        }
        finally
        {
            found.Dispose();
            right.Dispose();
        }
    }

    /// <summary>What a signer writes; null if nothing is to be written, or it can't be.</summary>
    public string? Write(in MessageInput input)
    {
        if (!rule.IsRequired || (rule.ExceptEmpty && input.Body.IsEmpty) || (rule.ExceptForms && FormBody.IsForm(input.Request)))
        {
            return null;
        }

        var writer = new MessageWriter(stackalloc byte[256]);
        try
        {
            return expected.TryWrite(input, ref writer) ? Encoding.ASCII.GetString(writer.Head) : null;
        }
        finally
        {
            writer.Dispose();
        }
    }
}
