using HierKD.Models;

namespace HierKD.Tests;

/// <summary>Made-up data is in the official formats, the same for the same seed, and its classes can be told apart.</summary>
public sealed class GeneratedDataTests : ScopedTest
{
    [Fact]
    public void The_CIFAR_files_are_read_by_their_readers()
    {
        using var folder = new TemporaryFolder();
        GeneratedData.Cifar10(folder.File("ten"), train: 20, test: 12);
        GeneratedData.Cifar100(folder.File("hundred"), train: 110, test: 12);
        using var ten = Cifar10.Train(folder.File("ten"));
        using var tenTest = Cifar10.Test(folder.File("ten"));
        using var hundred = Cifar100.Train(folder.File("hundred"));

        Assert.Equal((20, 12, 110), (ten.Count, tenTest.Count, hundred.Count));
        Assert.Equal(99, hundred.Labels.max().ToInt64());
        Assert.Equal(hundred.Labels.data<long>().ToArray().Select(l => l / 5), hundred.CoarseLabels.data<long>().ToArray());
        Assert.Throws<ArgumentException>("train", () => GeneratedData.Cifar10(folder.File("ten"), train: 21, test: 12));
    }

    [Fact]
    public void The_folders_are_read_and_a_seed_repeats_every_byte()
    {
        using var folder = new TemporaryFolder();
        foreach (var (name, seed) in new[] { ("one", 1), ("same", 1), ("other", 2) })
        {
            GeneratedData.ImageFolders(folder.File(name), classes: 2, train: 2, validation: 1, side: 16, seed);
        }
        var train = ImageFolder.Open(Path.Combine(folder.File("one"), "train"));
        var validation = ImageFolder.Open(Path.Combine(folder.File("one"), "val"), train.Classes);

        Assert.Equal((4, 2), (train.Count, validation.Count));
        Assert.Equal(Bytes("one"), Bytes("same"));
        Assert.NotEqual(Bytes("one"), Bytes("other"));
        Assert.Equal(
            [2, 3, 16, 16], new FolderBatches(validation, ImageView.Centre(16, 16), batchSize: 2).Select(b => b.Input.shape).Single());

        byte[] Bytes(string name) => Directory.GetFiles(folder.File(name), "*", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .SelectMany(File.ReadAllBytes)
            .ToArray();
    }

    [Fact]
    public void An_image_is_nearest_to_another_of_its_class()
    {
        using var folder = new TemporaryFolder();
        GeneratedData.Cifar10(folder.Path, train: 10, test: 10);
        using var train = Cifar10.Train(folder.Path, first: 10);
        using var test = Cifar10.Test(folder.Path);
        // The five files begin with class 0 again, so that the first ten training images are two of each of five classes.
        var (known, asked) = (train.Images.to(float32).flatten(1), test.Images.to(float32).flatten(1)[..2]);
        var nearest = (known.unsqueeze(0) - asked.unsqueeze(1)).square().sum(2).argmin(1);
        Assert.Equal(test.Labels[..2].data<long>().ToArray(), train.Labels.index_select(0, nearest).data<long>().ToArray());
    }
}
