using System.Text.Json;

namespace HierKD.Tests;

/// <summary>What PyTorch answers for the first images of CIFAR-10's test set (see make_predictions.py).</summary>
/// <param name="Sha256">The checksum of the images' records.</param>
/// <param name="Images">How many images.</param>
/// <param name="Networks">What each network answers.</param>
internal sealed record Predictions(string Sha256, int Images, Dictionary<string, NetworkPredictions> Networks)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    public static Predictions Read()
    {
        using var stream = typeof(Predictions).Assembly.GetManifestResourceStream("Pretrained/predictions.json")
            ?? throw new FileNotFoundException("Models/Pretrained/Data/predictions.json is not embedded.");
        return JsonSerializer.Deserialize<Predictions>(stream, Options)!;
    }
}

/// <summary>What a network answers.</summary>
/// <param name="Right">How many answers are right.</param>
/// <param name="SmallestMargin">How far the best logit is above the second best, at least.</param>
/// <param name="Answers">A digit for each image.</param>
internal sealed record NetworkPredictions(int Right, double SmallestMargin, string Answers);
