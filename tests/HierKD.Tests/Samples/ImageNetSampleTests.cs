using System.IO.Compression;
using HierKD.Models;
using HierKD.Samples;
using ImageNetResNet50;

namespace HierKD.Tests.Samples;

/// <summary>What samples/ImageNetResNet50 does around its two verbs.</summary>
public sealed class ImageNetSampleTests : ScopedTest
{
    private static readonly Settings Smoke = new(null, null, null, null, null, null, Seed: 1, "cpu", Threads: 1, Smoke: true);

    [Fact]
    public void A_smoke_run_is_small_and_whatever_is_given_counts_all_the_same()
    {
        Assert.Equal((64, 0.25, 300), (Smoke.Side, Smoke.WidthFactor, Smoke.ImageLimit));
        var given = Smoke with { Size = 96, Width = 0.5, Images = 40 };
        Assert.Equal((96, 0.5, 40), (given.Side, given.WidthFactor, given.ImageLimit));
        var real = Smoke with { Smoke = false };
        Assert.Equal((224, 1, null), (real.Side, real.WidthFactor, real.ImageLimit));
    }

    [Fact]
    public void Given_weights_are_not_trained_first_unless_that_is_asked_for()
    {
        PruningSettings Run(string? weights, int? epochs) =>
            new(Smoke with { Smoke = false, Weights = weights }, 0.5, 1, epochs, null, null, 0.01, null, Computing.Named("fastest"), "out",
                null, "report.html", Distributed: false);
        Assert.Equal([90, 0, 3], new[] { Run(null, null), Run("file", null), Run("file", 3) }.Select(s => s.Original));
    }

    [Fact]
    public void A_zip_file_is_unpacked_for_the_run_and_gone_after_it()
    {
        using var temporary = new TemporaryFolder();
        var made = Path.Combine(temporary.Path, "made");
        GeneratedData.ImageFolders(made, classes: 2, train: 3, validation: 1, side: 40);
        var zip = Path.Combine(temporary.Path, "images.zip");
        ZipFile.CreateFromDirectory(made, zip);
        string unpacked;
        using (var folder = DataFolder.Open(zip))
        {
            unpacked = folder.Path;
            Assert.Equal(6, ImageFolder.Open(Path.Combine(unpacked, "train")).Count);
        }
        Assert.False(Directory.Exists(unpacked));

        using (var folder = DataFolder.Open(made)) Assert.Equal(made, folder.Path);
        Assert.True(Directory.Exists(made));
        Assert.Throws<FileNotFoundException>(() => DataFolder.Open(Path.Combine(temporary.Path, "none.zip")));
    }

    [Fact]
    public void The_parts_have_nothing_in_common_and_are_no_larger_than_asked_for()
    {
        using var folder = DataFolder.Open(null);
        using var all = new ImageSets(folder.Path, null, side: 32, images: null, heldOut: 0.1, seed: 1, CPU);
        Assert.Equal("108 training, 12 validation and 40 test images", all.Sizes);
        using var some = new ImageSets(folder.Path, null, side: 32, images: 20, heldOut: 0.1, seed: 1, CPU);
        Assert.Equal("18 training, 2 validation and 20 test images", some.Sizes);
        Assert.Equal([2, 3, 32, 32], some.ExampleInput.shape);
        Assert.Equal(18, some.Train(8, seed: 1).Epoch(0).Sum(b => (int)b.Target.shape[0]));
    }

    [Fact]
    public void Classes_of_a_list_are_numbered_as_in_the_list()
    {
        using var folder = DataFolder.Open(null);
        using var temporary = new TemporaryFolder();
        var list = Path.Combine(temporary.Path, "classes.txt");
        File.WriteAllLines(list, ["n99999999 not here", "n00000004\tfifth", "n00000003", "n00000002", "n00000001", "", "n00000000,first"]);
        using var images = (Smoke with { ClassList = list }).Open(folder, CPU);
        Assert.Equal(["n99999999", "n00000004", "n00000003", "n00000002", "n00000001", "n00000000"], images.Classes);
        Assert.Equal([1, 2, 3, 4, 5], images.Test.SelectMany(b => b.Target.data<long>().ToArray()).Distinct().Order());
    }

    [Fact]
    public void Top_1_and_top_5_are_counted_over_all_batches()
    {
        using var model = new Fixed();
        // The largest outputs are 6, 5, 4, 3, 2 in this order.
        var accuracy = TopAccuracy.Of(model, [(zeros(3, 1), tensor(new long[] { 6, 2, 1 })), (zeros(1, 1), tensor(new long[] { 0 }))]);
        Assert.Equal(new TopAccuracy(0.25, 0.5, 4), accuracy);
        Assert.Equal("top-1 25.00 %, top-5 50.00 % of 4 images", accuracy.ToString());
    }

    private sealed class Fixed() : nn.Module<Tensor, Tensor>(nameof(Fixed))
    {
        public override Tensor forward(Tensor input) => arange(7, dtype: float32).expand(input.shape[0], 7);
    }
}
