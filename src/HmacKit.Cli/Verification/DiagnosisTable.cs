using Spectre.Console;

namespace HmacKit.Cli;

/// <summary>What came of a request, and why: in rows on a terminal, in lines elsewhere.</summary>
internal static class DiagnosisTable
{
    private const string Advice = "advice";

    public static void Write(OutputBuffer output, SignatureDiagnosis diagnosis)
    {
        output.WriteLine(VerificationStatuses.NameOf(diagnosis.Status));
        foreach ((string label, string text) in Rows(diagnosis))
        {
            output.WriteLine(label == Advice ? text : $"{label}: {text}");
        }
    }

    public static void Write(Screen screen, SignatureDiagnosis diagnosis)
    {
        WriteStatus(screen, diagnosis.Status);
        screen.WriteRows(Rows(diagnosis));
    }

    public static void WriteStatus(Screen screen, VerificationStatus status) =>
        screen.WriteLine((VerificationStatuses.NameOf(status), StyleOf(status)));

    private static Style StyleOf(VerificationStatus status) => status == VerificationStatus.Valid ? Screen.Good : Screen.Bad;

    private static IEnumerable<(string Label, string Text)> Rows(SignatureDiagnosis diagnosis)
    {
        if (diagnosis.Causes.Count > 0)
        {
            yield return ("cause", string.Join(" and ", diagnosis.Causes));
        }

        if (diagnosis.Hints.Count > 0)
        {
            yield return ("hint", string.Join(", ", diagnosis.Hints));
        }

        yield return (Advice, OneLine.Of(diagnosis.Advice));
        if (diagnosis.Difference is { } difference)
        {
            yield return ("first difference", $"{difference}");
        }
    }
}
