namespace HmacKit.AspNetCore;

/// <summary>Keeps the explanation of a refusal with its request.</summary>
internal sealed class DiagnosisFeature(SignatureDiagnosis diagnosis)
{
    public SignatureDiagnosis Diagnosis { get; } = diagnosis;
}
