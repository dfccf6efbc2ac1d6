"""Words of other languages that look like Vietnamese typed without spaces or input method.

``HERE`` are words that Vietnamese people use: they always stay. ``ENGLISH`` are words that stay
unless other words of the message show that it was typed in Telex: “max” is *mã* in “max soos”.
"""

_HERE = """
test tests list lists box post bus gas bar host mix fax tax chat vest sofa taxi visa photo photos
sim sims card form file link web website app email online offline facebook zalo passport video
camera radio logo menu combo casino piano karaoke canada honda toyota yamaha momo data demo home
delay daily soda moto laptop internet wifi scan scanner sms otp pdf word excel chef cafe
"""

_ENGLISH = """
as there been how now its see these did too down own seen car lost room low soon six sex max gif
seems town poor door hair seem dad thus lots queen tree cast lee beer moon trees keeps troops
theme row sees rooms roof defend cats cuts boost towns meets roots boom boots teen bow beef dawn
quest owns teens cow peer keen deer noon bee cheer queens thee hats barn lawn bees pee cows downs
boo rows dee reef dana tee asap doom cans deeds soo queer congo deed gown rust oops usc tow vows
bans mets sw wong loops ow dads dow lana tar doo ee homo eps mats vow esp poo mas pawn dams mast
hee boon hoops lows pow chow pharma vis ver goo buns hoo moons sow nero ist moor cams deem loom
tees coo loo mer of is or has his her was this they for dude core soviet laura bacon cannon anthem
coma motto sophia dove soy vale benson banquet donovan truman canton hanson hayden tucson camden
damien coco ketchup daly voodoo conan deco kyoto matchup soho benton contra tendon trenton
"""

HERE, ENGLISH = frozenset(_HERE.split()), frozenset(_ENGLISH.split())
