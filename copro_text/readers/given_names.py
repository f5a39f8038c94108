"""Given names: first names that are usual in Britain and Ireland and are hardly ever anything else.

Names that are also ordinary words, months or places (Will, May, Chelsea) are not here: only what stands beside them tells. Written
for this project from common knowledge, not copied from a list; it is to be added to, never complete.
"""

from __future__ import annotations

GIVEN = frozenset(
    """
    aaron abdul abdullah abigail abraham ada adam adele aditi adrian agnes agnieszka ahmed aileen ailsa aisha aishah akosua alan alasdair
    alastair alec aled alejandro alex alexander alexandra alfie ali alice alina alison alistair allan alun alys amanda amelia amina aminata
    amir amit amy ana ananya andrea andrew andrzej aneurin angela angharad angus anita anjali ann anna annabel anne annette annie anthony
    antonia anwen aoife archie arjun arthur arun asha ashok astrid audrey ava ayesha aziz barbara barry beata becky ben benjamin bernadette
    bernard beryl bethan bethany betty beverley bharat bilal brenda brendan brian bridget bronwen bruce bryan callum cameron carl carlos
    carmel carol carole caroline carolyn carys catherine catriona cecilia ceri charles charlie chidi chinedu chioma chloe chris christina
    christine christopher cian ciara claire clara clare clive colette colin connor conor craig cressida cynthia daniel danielle daphne
    darren dave david debbie deborah declan deepa delroy delyth denise dennis derek desmond diana diane dilys dmitri dominic donald donna
    doreen doris dorothy douglas duncan dylan eamon ebony edith edward edwin efua eileen eilidh elaine eleanor elena eleri elin elinor
    elisabeth elizabeth ella ellen ellie elliot elsie emeka emil emily emma emmanuel eric erica erin esther ethan ethel euan eugene eva evan
    evelyn ewan fadumo farah farid farida fatima fatou fergus finlay fiona folasade frances francesca frederick freya gareth gary gavin
    gemma geoff geoffrey george georgia georgina gerald geraldine gerard ghulam gillian gladys glenda glenys glynis gordon graeme graham
    greta gulsen gurpreet gwen gwenda gwilym gwyneth habiba hamza hannah harjit harold harpreet harriet harshad hassan hayley helen helena
    henry hilary howard hugh hussein huw iain ian ibrahim ieuan ifan ifeoma igor imogen imran indira ines ingrid ioan iolo isaac isabel
    isabella isla ismail iwan jackie jacob jacqueline jagdeep jaime jake jamal james jamie jan jane janet janice janine jared jasmine jason
    jaswinder jayne jean jeanette jeff jeffrey jemima jennifer jenny jeremy jerome jess jessica jill jim jimmy joan joanna joanne jocelyn
    jodie joe joel johann john johnny jon jonathan joseph josephine josh joshua josie joyce juan judith judy julia julian julie juliet
    justin justyna kamal karen karim karl katarzyna kate kath katherine kathleen kathryn kathy katie katy kavita kayleigh keira keith kelly
    kelvin ken kenneth kerry kevin khadija kieran kimberley kiran kirsten kirsty kofi krishna krystyna kwame kyle lakshmi lana latoya laura
    lauren laurence leah leanne leila len lena leo leon leonard leroy lesley leslie lewis liam lianne linda lindsay lisa liz lizzie llinos
    lloyd llywelyn lois lola lorna lorraine lottie louis louisa louise lowri luca lucas lucia lucy luke lydia lynda lynn lynne mabel maciej
    madeleine mae magdalena maggie mahmoud mair mairead malcolm malik mandy manjit manuel marcus mared margaret margery maria mariam marian
    marianne marie marilyn marina mario marion marjorie marlene marta martha martin martyn mary maryam mateusz matilda matt matthew maura
    maureen maurice mavis maxine meena meera megan mehmet meinir melanie melissa meryl mfon mia michael michelle miguel mihaela mike mina
    miranda miriam mohamed mohammad mohammed moira molly mona monica morag morwenna moses muhammad muriel mustafa myfanwy myra nadia nadine
    nancy naomi narinder nasreen natalie natasha nathan neha neil nerys ngozi niall niamh nicholas nicola nicole nigel nikhil nina noah noel
    nora noreen norma norman nuala nushrat obinna oisin olga oliver olivia olu oluwaseun omar oscar osian owain owen padma pamela parveen
    patricia patrick patsy paul paula pauline peggy penelope percival peter petra phil philip philippa phillip phoebe phyllis piotr polly
    pooja prakash pranav priti priya rachel raj rajesh ralph ramesh rania rashid raymond razia rebecca reena reggie rekha rhian rhiannon
    rhodri rhona rhys richard rita robert roberta roberto robyn roderick roger roisin roland ron ronald ronan rosalind rosemary rosie ross
    rowena roy rubina rupert russell ruth ryan saba sabrina sadia saeed saira sajid sally salma sam samantha samina samir samira samuel
    sandeep sandra sangeeta sanjay sara sarah saskia scott sean sebastian selina seren serena shabana shannon sharon shaun shauna sheila
    shelagh shirley shona shreya sian sibusiso silvia simon simone sinead siobhan siti sofia solomon sonia sophia sophie stan stanislaw
    stella stephanie stephen steve steven stewart stuart subash sukhdev sunil sunita surinder susan susanna susannah suzanne sybil sylvia
    tadhg tahir tamara tamsin tanya tara tariq tasneem ted tegan temitope terence teresa terry thelma theo theresa thomas tiffany tim
    timothy tina tobias toby tom tomasz tommy tony tracey tracy trevor tricia trisha tudor tyrone uchenna umar una ursula usha usman valerie
    vanessa vera vernon veronica vicky vijay vikram vincent vivian vivien vivienne wanda wayne wendy wilfred william winifred winston
    wojciech yasmin yasmine yolanda yousef yuki yusuf yvette yvonne zac zachary zahra zainab zara zebediah zeinab zoe zofia zubair zuzanna
    """.split()
)
"""Small letters."""
