namespace HmacKit;

/// <summary>The signing time as text, where a signer has only its number.</summary>
internal static class SigningTime
{
    /// <summary>Writes the time, or its day; false for every other field.</summary>
    public static bool TryWrite(ClaimField field, in RequestClaim claim, TimestampFormat timestampFormat, bool dateHasDashes, ref MessageWriter writer)
    {
        if (field is not (ClaimField.Timestamp or ClaimField.Date))
        {
            return false;
        }

        Span<byte> text = writer.GetSpan(TimestampText.MaxLength);
        writer.Advance(field == ClaimField.Timestamp
            ? TimestampText.Format(timestampFormat, claim.UnixMilliseconds, text)
            : TimestampText.FormatDate(claim.UnixMilliseconds, dateHasDashes, text));
        return true;
    }
}
