namespace QuickStart.Comparison;

/// <summary>What all cells of a comparison have in common.</summary>
internal sealed record Protocol(string Images, double Ratio, int Assistants, int TeacherEpochs, int JointEpochs, int FineTuneEpochs)
{
    public static Protocol Of(Settings settings, FashionMnist images) =>
        new(images.Sizes, settings.Ratio, settings.Assistants, settings.TeacherEpochs, settings.JointEpochs, settings.FineTuneEpochs);
}
