// Published experiments as recipes: one file each (Vgg16Cifar10.cs and its neighbours), run by RecipeRun.cs.
using HierKD.Recipes;
using HierKD.Samples;

return SampleProgram.Run(CommandLine.Create(RecipeRun.Run, RecipeTable.Write), args);
