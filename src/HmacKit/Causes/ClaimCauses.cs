namespace HmacKit;

/// <summary>Time, id or nonce are signed otherwise than the headers say.</summary>
internal static class ClaimCauses
{
    public static readonly DiagnosisCause TimeUnit = new(
        "time_unit",
        "The time is in seconds where milliseconds belong, or the other way round.",
        "Write the time in the unit of the scheme, in the header and in the message.");

    public static readonly DiagnosisCause TimeOfAnotherHeader = new(
        "time_of_another_header",
        "The time of another header was signed.",
        "Sign the text of the scheme's own time header: take the time once, and use it twice.");

    public static readonly DiagnosisCause TimeFormat = new(
        "time_format",
        "The time was written in another format, such as an ISO date for a Unix time.",
        "Write the time as the scheme says, and sign the very text of the header.");

    public static readonly DiagnosisCause TimeZone = new(
        "time_zone",
        "The time is local time where UTC belongs.",
        "Take the time in UTC.");

    public static readonly DiagnosisCause IdNonceSwapped = new(
        "id_nonce_swapped",
        "The id was signed where the nonce belongs, and the nonce where the id belongs.",
        "Swap the two in the message.");

    public static readonly DiagnosisCause IdOfAnotherHeader = new(
        "id_of_another_header",
        "The value of another header was signed as id or nonce.",
        "Sign the text of the scheme's own header.");

    public static readonly DiagnosisCause TimeReadTwice = new(
        "time_read_twice",
        "The clock was read twice: the time in the header isn't quite the one that was signed.",
        "Take the time once, and use the same text in the header and in the message.");

    public static readonly DiagnosisCause[] All =
    [
        TimeUnit, TimeOfAnotherHeader, TimeFormat, TimeZone, IdNonceSwapped, IdOfAnotherHeader,
        TimeReadTwice,
    ];
}
