using HierKD.Models;

namespace HierKD.Tests;

/// <summary>The pretrained CIFAR ResNets load by their keys, and answer as they do in PyTorch.</summary>
public sealed class PretrainedTests : ScopedTest
{
    public static TheoryData<string> Networks => ["resnet20", "resnet32", "resnet44", "resnet56"];

    [SkippableTheory]
    [MemberData(nameof(Networks))]
    public void Every_answer_is_PyTorchs(string network)
    {
        var reference = Predictions.Read();
        var expected = reference.Networks[network];
        using var model = PretrainedData.Network(network);
        using var images = PretrainedData.TestImages(reference.Images, reference.Sha256);
        using var quiet = no_grad();

        var answers = cat(images.Normalized().split(100).Select(model.call).ToList(), 0).argmax(1);

        Assert.Equal(500, reference.Images);
        Assert.Equal(expected.Answers, string.Concat(answers.data<long>().ToArray()));
        Assert.Equal(expected.Right, answers.eq(images.Labels).sum().ToInt64());
    }

    [Fact]
    public void No_answer_is_so_close_that_rounding_could_change_it() =>
        Assert.All(Predictions.Read().Networks.Values, n => Assert.True(n.SmallestMargin > 1e-3));
}
